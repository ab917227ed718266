/** torch.nn.Transformer; embeddings are outside of it, and are called in several ways. */
import type { Convention, Rule } from '../types';
import { affine, attention, norm } from './shared';

const projections = {
  fused: ['in_proj_weight', 'in_proj_bias'],
  query: ['q_proj_weight', 'q_proj.bias'],
  key: ['k_proj_weight', 'k_proj.bias'],
  value: ['v_proj_weight', 'v_proj.bias'],
  output: ['out_proj.weight', 'out_proj.bias'],
} as const;

const feedForward = (ours: string, theirs: string): readonly Rule[] => [
  ...affine(`${ours}/inner`, `${theirs}.linear1`),
  ...affine(`${ours}/outer`, `${theirs}.linear2`),
];

export const transformerTorch: Convention = {
  id: 'torch-transformer',
  title: 'PyTorch, nn.Transformer',
  rules: [
    ...attention('encoder/{i}/attention', 'encoder.layers.{i}.self_attn', projections),
    ...norm('encoder/{i}/add-norm-1', 'encoder.layers.{i}.norm1'),
    ...feedForward('encoder/{i}/feed-forward', 'encoder.layers.{i}'),
    ...norm('encoder/{i}/add-norm-2', 'encoder.layers.{i}.norm2'),
    ...attention('decoder/{i}/self-attention', 'decoder.layers.{i}.self_attn', projections),
    ...norm('decoder/{i}/add-norm-1', 'decoder.layers.{i}.norm1'),
    ...attention('decoder/{i}/cross-attention', 'decoder.layers.{i}.multihead_attn', projections),
    ...norm('decoder/{i}/add-norm-2', 'decoder.layers.{i}.norm2'),
    ...feedForward('decoder/{i}/feed-forward', 'decoder.layers.{i}'),
    ...norm('decoder/{i}/add-norm-3', 'decoder.layers.{i}.norm3'),
    {
      ours: 'share:embedding/table',
      theirs: [
        { name: 'embedding.weight', layout: 'same' },
        { name: 'generator.weight', layout: 'same' },
      ],
    },
  ],
};
