/** The Vision Transformer as torchvision, timm and Hugging Face name it. */
import type { Convention, Rule } from '../types';
import { type AttentionNames, affine, attention, norm } from './shared';

interface VitNames {
  readonly classToken: string;
  readonly positions: string;
  readonly patches: string;
  readonly layer: string;
  readonly norms: readonly [string, string];
  readonly attention: string;
  readonly projections: AttentionNames;
  readonly mlp: readonly [string, string];
  readonly norm: string;
  readonly head: string;
}

function vit(names: VitNames): readonly Rule[] {
  const { layer } = names;
  return [
    { ours: 'class-token/token', theirs: [{ name: names.classToken, layout: 'same' }] },
    { ours: 'positions/table', theirs: [{ name: names.positions, layout: 'leading' }] },
    ...affine('patches', names.patches, 'patches'),
    ...norm('encoder/{i}/norm-1', `${layer}.${names.norms[0]}`),
    ...attention('encoder/{i}/attention', `${layer}.${names.attention}`, names.projections),
    ...norm('encoder/{i}/norm-2', `${layer}.${names.norms[1]}`),
    ...affine('encoder/{i}/mlp/inner', `${layer}.${names.mlp[0]}`),
    ...affine('encoder/{i}/mlp/outer', `${layer}.${names.mlp[1]}`),
    ...norm('norm', names.norm),
    ...affine('head', names.head),
  ];
}

export const vitTorchvision: Convention = {
  id: 'torchvision-vit',
  title: 'torchvision, Vision Transformer',
  rules: vit({
    classToken: 'class_token',
    positions: 'encoder.pos_embedding',
    patches: 'conv_proj',
    layer: 'encoder.layers.encoder_layer_{i}',
    norms: ['ln_1', 'ln_2'],
    attention: 'self_attention',
    projections: {
      fused: ['in_proj_weight', 'in_proj_bias'],
      output: ['out_proj.weight', 'out_proj.bias'],
    },
    mlp: ['mlp.0', 'mlp.3'],
    norm: 'encoder.ln',
    head: 'heads.head',
  }),
};

export const vitTimm: Convention = {
  id: 'timm-vit',
  title: 'timm, Vision Transformer',
  rules: vit({
    classToken: 'cls_token',
    positions: 'pos_embed',
    patches: 'patch_embed.proj',
    layer: 'blocks.{i}',
    norms: ['norm1', 'norm2'],
    attention: 'attn',
    projections: {
      fused: ['qkv.weight', 'qkv.bias'],
      output: ['proj.weight', 'proj.bias'],
    },
    mlp: ['mlp.fc1', 'mlp.fc2'],
    norm: 'norm',
    head: 'head',
  }),
};

export const vitHuggingFace: Convention = {
  id: 'hf-vit',
  title: 'Hugging Face, ViTForImageClassification',
  rules: vit({
    classToken: 'vit.embeddings.cls_token',
    positions: 'vit.embeddings.position_embeddings',
    patches: 'vit.embeddings.patch_embeddings.projection',
    layer: 'vit.encoder.layer.{i}',
    norms: ['layernorm_before', 'layernorm_after'],
    attention: 'attention',
    projections: {
      query: ['attention.query.weight', 'attention.query.bias'],
      key: ['attention.key.weight', 'attention.key.bias'],
      value: ['attention.value.weight', 'attention.value.bias'],
      output: ['output.dense.weight', 'output.dense.bias'],
    },
    mlp: ['intermediate.dense', 'output.dense'],
    norm: 'vit.layernorm',
    head: 'classifier',
  }),
};
