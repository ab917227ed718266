/** Universal Sentence Encoder Lite, a published model, wired of blocks. Cer et al. 2018. */
import type { CompositeDefinition, PortSpec } from '../runtime/index';
import { sketch } from './graphs/sketch';
import type { Preset } from './types';

const sequence = { axes: 'batch tokens d_model' };
const mask: PortSpec = { axes: 'batch* tokens* source*', dtype: 'bool', label: 'mask' };

/** Pre-norm, as the second layer, but wider at its end: what is added is widened, too. */
const firstLayer: CompositeDefinition = {
  title: 'First layer',
  inputs: { x: sequence, mask: { ...mask, optional: true } },
  outputs: { y: sequence },
  params: [
    { name: 'd_model', value: 512, label: 'width at its end' },
    { name: 'heads', value: 4, label: 'attention heads' },
    { name: 'd_ff', value: 1536, label: 'inner width of feed-forward' },
  ],
  ...sketch(
    {
      'norm-1': { block: 'layer-norm', at: [0, 864], params: { epsilon: 1e-6 } },
      attention: {
        block: 'multi-head-attention',
        at: [0, 720],
        params: { heads: 'heads', d_out: 'd_model' },
      },
      widen: {
        block: 'linear',
        at: [296, 720],
        params: { units: 'd_model' },
        label: 'Widen',
      },
      'add-1': { block: 'add', at: [0, 432] },
      'norm-2': { block: 'layer-norm', at: [0, 288], params: { epsilon: 1e-6 } },
      mlp: { block: 'feed-forward', at: [0, 144], params: { d_ff: 'd_ff' } },
      'add-2': { block: 'add', at: [0, 0] },
    },
    [
      ['$in.x', 'norm-1.x'],
      ['$in.x', 'widen.x'],
      ['norm-1.y', 'attention.query'],
      ['norm-1.y', 'attention.key'],
      ['norm-1.y', 'attention.value'],
      ['$in.mask', 'attention.mask'],
      ['attention.y', 'add-1.a'],
      ['widen.y', 'add-1.b'],
      ['add-1.y', 'norm-2.x'],
      ['norm-2.y', 'mlp.x'],
      ['mlp.y', 'add-2.a'],
      ['add-1.y', 'add-2.b'],
      ['add-2.y', '$out.y'],
    ],
  ),
};

/** Tokens to one vector of length 1. */
const sentenceEncoder: CompositeDefinition = {
  title: 'Sentence encoder',
  inputs: { tokens: { axes: 'batch tokens', dtype: 'int32' } },
  outputs: { embedding: { axes: 'batch features' } },
  params: [
    { name: 'vocabulary', value: 8002, label: 'different tokens' },
    { name: 'd_embedding', value: 256, label: 'width of a token at first' },
    { name: 'd_model', value: 512, label: 'width of a token after the first layer' },
    { name: 'heads', value: 4, label: 'attention heads' },
    { name: 'd_ff', value: 1536, label: 'inner width of feed-forward' },
  ],
  ...sketch(
    {
      embedding: {
        block: 'token-embedding',
        at: [24, 1632],
        params: { vocabulary: 'vocabulary', d_model: 'd_embedding', scaled: false },
      },
      mask: { block: 'padding-mask', at: [320, 1488] },
      positions: { block: 'sinusoidal-positions', at: [24, 1488], params: { layout: 'halves' } },
      // The published graph adds the embedding once more to embedding and positions.
      twice: { block: 'add', at: [24, 1368], label: 'Embedding again' },
      'layer-1': {
        block: 'first-layer',
        at: [0, 940],
        params: { d_model: 'd_model', heads: 'heads', d_ff: 'd_ff' },
        label: 'Layer 1',
      },
      'layer-2': {
        block: 'vit-encoder-layer',
        at: [0, 512],
        params: { heads: 'heads', d_ff: 'd_ff', activation: 'relu' },
        label: 'Layer 2',
      },
      mean: { block: 'mean-pool-tokens', at: [24, 408] },
      hidden: { block: 'linear', at: [24, 264], params: { units: 'd_model' } },
      tanh: { block: 'activation', at: [24, 120], params: { activation: 'tanh' }, label: 'Tanh' },
      length: { block: 'l2-normalize', at: [24, 0] },
    },
    [
      ['$in.tokens', 'embedding.tokens'],
      ['$in.tokens', 'mask.tokens'],
      ['embedding.y', 'positions.x'],
      ['embedding.y', 'twice.a'],
      ['positions.y', 'twice.b'],
      ['twice.y', 'layer-1.x'],
      ['mask.mask', 'layer-1.mask'],
      ['layer-1.y', 'layer-2.x'],
      ['mask.mask', 'layer-2.mask'],
      ['layer-2.y', 'mean.x'],
      ['mask.mask', 'mean.mask'],
      ['mean.y', 'hidden.x'],
      ['hidden.y', 'tanh.x'],
      ['tanh.y', 'length.x'],
      ['length.y', '$out.embedding'],
    ],
  ),
};

const tokens = {
  block: 'tokens-input',
  params: { tokens: 'tokens', vocabulary: 'vocabulary', tokenizer: 'use-lite' },
};

/** Both sentences are read by one encoder: the tie makes its weights the same. */
const encoder = {
  block: 'sentence-encoder',
  tie: 'encoder',
  params: {
    vocabulary: 'vocabulary',
    d_embedding: 'd_embedding',
    d_model: 'd_model',
    heads: 'heads',
    d_ff: 'd_ff',
  },
};

export const preset: Preset = {
  id: 'use-lite',
  title: 'Universal Sentence Encoder Lite',
  group: 'language',
  small: false,
  paper: 'Cer et al., Universal Sentence Encoder',
  year: 2018,
  note: 'A trained model as it was published: two layers of a Transformer make one vector of a sentence, and sentences of like meaning get vectors of like direction. Type two sentences and press Run: you get their similarity, and what every head attends to. The weights are those that Google published under Apache-2.0.',
  pretrained: {
    megabytes: 28,
    licence: 'Apache-2.0',
    url: 'https://arxiv.org/abs/1803.11175',
  },
  expected: {
    params: 6_975_744,
    macs: 301_465_600,
    output: { 'encoder-a.embedding': [1, 512], 'similarity.y': [1] },
  },
  document: {
    format: 'patchbay',
    version: 2,
    title: 'Universal Sentence Encoder Lite',
    hyperparameters: [
      { name: 'tokens', value: 32, label: 'tokens in a sentence', min: 1, max: 128 },
      { name: 'vocabulary', value: 8002, label: 'different tokens', min: 8000, max: 262144 },
      { name: 'd_embedding', value: 256, label: 'width of a token at first', min: 1, max: 4096 },
      { name: 'd_model', value: 512, label: 'width after the first layer', min: 1, max: 4096 },
      { name: 'heads', value: 4, label: 'attention heads', min: 1, max: 64 },
      { name: 'd_ff', value: 1536, label: 'inner width of feed-forward', min: 1, max: 16384 },
    ],
    ...sketch(
      {
        'sentence-a': { ...tokens, at: [24, 716], label: 'Sentence A' },
        'sentence-b': { ...tokens, at: [544, 716], label: 'Sentence B' },
        'encoder-a': { ...encoder, at: [0, 288], label: 'Encoder A' },
        'encoder-b': { ...encoder, at: [520, 288], label: 'Encoder B' },
        similarity: { block: 'cosine-similarity', at: [284, 144] },
        output: {
          block: 'value-output',
          at: [284, 0],
          params: { shown: 'similarity' },
          label: 'Similarity',
        },
        'output-a': { block: 'value-output', at: [24, 144], label: 'Embedding A' },
        'output-b': { block: 'value-output', at: [544, 144], label: 'Embedding B' },
      },
      [
        ['sentence-a.tokens', 'encoder-a.tokens'],
        ['sentence-b.tokens', 'encoder-b.tokens'],
        ['encoder-a.embedding', 'similarity.a'],
        ['encoder-b.embedding', 'similarity.b'],
        ['similarity.y', 'output.x'],
        ['encoder-a.embedding', 'output-a.x'],
        ['encoder-b.embedding', 'output-b.x'],
      ],
    ),
    definitions: { 'sentence-encoder': sentenceEncoder, 'first-layer': firstLayer },
    pretrained: 'use-lite',
  },
};
