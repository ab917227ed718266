/**
 * A decoder-only Transformer, from the bottom up: tokens, positions, pre-norm layers behind a causal
 * mask, a score for every token that may come next. Radford et al. 2019, section 2.3. Hyperparameters:
 * d_model, heads, layers, d_ff, vocabulary, tokens, p_drop; with `runs` also longest and rows.
 */
import type { GraphFragment } from '../../runtime/index';
import { type NodeSketch, sketch } from './sketch';

export interface DecoderOptions {
  readonly tokenizer: 'symbols' | 'characters' | 'bpe';
  /** Vectors for runs of tokens beside those of single ones. */
  readonly runs?: boolean;
}

type Wire = readonly [from: string, to: string];

export function decoder({ tokenizer, runs = false }: DecoderOptions): GraphFragment {
  const size = { vocabulary: 'vocabulary', d_model: 'd_model' };
  const text = { tokens: 'tokens', vocabulary: 'vocabulary' };
  const withRuns: Record<string, NodeSketch> = {
    runs: {
      block: 'ngram-embedding',
      at: [280, 876],
      params: { longest: 'longest', rows: 'rows', d_model: 'd_model' },
    },
    sum: { block: 'add', at: [0, 786], label: 'Add the runs' },
  };
  const toPositions: readonly Wire[] = runs
    ? [
        ['tokens.tokens', 'runs.tokens'],
        ['embedding.y', 'sum.a'],
        ['runs.y', 'sum.b'],
        ['sum.y', 'positions.x'],
      ]
    : [['embedding.y', 'positions.x']];
  return sketch(
    {
      tokens: {
        block: 'tokens-input',
        at: [0, 980],
        params: { ...text, tokenizer, feed: 'generated' },
        label: 'Text so far',
      },
      embedding: { block: 'token-embedding', at: [0, 876], params: { ...size, scaled: false } },
      ...(runs && withRuns),
      positions: { block: 'learned-positions', at: [0, 706] },
      dropout: { block: 'dropout', at: [0, 602], params: { rate: 'p_drop' } },
      causal: { block: 'causal-mask', at: [280, 706] },
      layer: {
        block: 'vit-encoder-layer',
        at: [-24, 208],
        params: { heads: 'heads', d_ff: 'd_ff', dropout: 'p_drop', activation: 'relu' },
        repeat: 'layers',
        label: 'Decoder layer (pre-norm)',
      },
      norm: { block: 'layer-norm', at: [0, 104] },
      logits: { block: 'linear', at: [0, 0], params: { units: 'vocabulary' }, label: 'Linear' },
      output: { block: 'token-output', at: [0, -104], params: { tokenizer }, label: 'Next token' },
      labels: { block: 'target-input', at: [280, 46], params: text },
      loss: { block: 'cross-entropy', at: [280, -76], params: { ignore: 0 } },
    },
    [
      ['tokens.tokens', 'embedding.tokens'],
      ...toPositions,
      ['positions.y', 'dropout.x'],
      ['dropout.y', 'layer.x'],
      ['tokens.tokens', 'causal.x'],
      ['causal.mask', 'layer.mask'],
      ['layer.y', 'norm.x'],
      ['norm.y', 'logits.x'],
      ['logits.y', 'output.logits'],
      ['logits.y', 'loss.logits'],
      ['labels.labels', 'loss.labels'],
    ],
  );
}
