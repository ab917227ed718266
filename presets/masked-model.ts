/** BERT's first task with small numbers: guess the pieces of a text that were hidden. */
import { sketch } from './graphs/sketch';
import type { Preset } from './types';

const text = { tokens: 'tokens', vocabulary: 'vocabulary' };
const table = { vocabulary: 'vocabulary', d_model: 'd_model' };

export const preset: Preset = {
  id: 'masked-model',
  title: 'Masked language model',
  group: 'language',
  small: true,
  paper: 'Devlin et al., BERT: Pre-training of Deep Bidirectional Transformers',
  year: 2019,
  note: 'Reads a text from both sides and guesses the pieces that were hidden, as BERT does in its first task. Train it, then look at where a hidden piece finds its answer.',
  expected: { params: 106_688, macs: 3_538_944, output: { 'head.logits': [1, 32, 512] } },
  document: {
    format: 'patchbay',
    version: 2,
    title: 'Masked language model',
    hyperparameters: [
      { name: 'd_model', value: 64, label: 'width of every token', min: 1, max: 1024 },
      { name: 'heads', value: 4, label: 'attention heads', min: 1, max: 64 },
      { name: 'layers', value: 2, label: 'layers', min: 1, max: 12 },
      { name: 'd_ff', value: 128, label: 'inner width of feed-forward', min: 1, max: 4096 },
      { name: 'vocabulary', value: 512, label: 'different tokens', min: 160, max: 4096 },
      { name: 'tokens', value: 32, label: 'tokens in a window', min: 1, max: 512 },
      { name: 'p_mask', value: 0.15, label: 'share of tokens to guess', min: 0.01, max: 0.9 },
      { name: 'p_drop', value: 0, label: 'dropout in training', min: 0, max: 0.9 },
    ],
    ...sketch(
      {
        tokens: { block: 'tokens-input', at: [0, 1094], params: { ...text, tokenizer: 'bpe' } },
        mask: {
          block: 'mask-tokens',
          at: [0, 990],
          params: {
            rate: 'p_mask',
            mask_id: 'vocabulary - 1',
            vocabulary: 'vocabulary',
            first: 3,
            always: true,
          },
        },
        embedding: {
          block: 'token-embedding',
          at: [0, 870],
          params: { ...table, scaled: false },
          tie: 'embedding',
        },
        positions: { block: 'learned-positions', at: [0, 790] },
        norm: { block: 'layer-norm', at: [0, 710] },
        dropout: { block: 'dropout', at: [0, 620], params: { rate: 'p_drop' } },
        layer: {
          block: 'encoder-layer',
          at: [-24, 208],
          params: { heads: 'heads', d_ff: 'd_ff', dropout: 'p_drop', activation: 'gelu' },
          repeat: 'layers',
        },
        head: {
          block: 'lm-head',
          at: [0, 104],
          params: { vocabulary: 'vocabulary' },
          tie: 'embedding',
        },
        output: {
          block: 'token-output',
          at: [0, 0],
          params: { tokenizer: 'bpe' },
          label: 'Guesses',
        },
        labels: { block: 'target-input', at: [280, 150], params: text },
        loss: { block: 'masked-token-loss', at: [280, 0] },
      },
      [
        ['tokens.tokens', 'mask.tokens'],
        ['mask.tokens', 'embedding.tokens'],
        ['embedding.y', 'positions.x'],
        ['positions.y', 'norm.x'],
        ['norm.y', 'dropout.x'],
        ['dropout.y', 'layer.x'],
        ['layer.y', 'head.x'],
        ['head.logits', 'output.logits'],
        ['head.logits', 'loss.logits'],
        ['labels.labels', 'loss.labels'],
        ['mask.mask', 'loss.mask'],
      ],
    ),
    definitions: {},
    experiment: {
      dataset: 'sotu',
      batchSize: 64,
      steps: 1500,
      optimizer: 'adamw',
      learningRate: 0.003,
      warmupSteps: 100,
      seed: 1,
      beta2: 0.99,
      weightDecay: 0.05,
      clipNorm: 1,
    },
  },
};
