/**
 * The encoder-decoder Transformer of Vaswani et al. 2017, figure 1: bottom-up, the encoder on the
 * left, the decoder on the right. Post-norm, sinusoids, one embedding table for both languages and
 * the output (sections 3.4 and 5.4). Hyperparameters: d_model, heads, layers, d_ff, vocabulary,
 * tokens, p_drop.
 */
import type { GraphFragment } from '../../runtime/index';
import { sketch } from './sketch';

export interface TransformerOptions {
  readonly tokenizer: 'digits' | 'words' | 'bpe';
  /** Label smoothing of the loss. */
  readonly smoothing: number;
}

export function transformer({ tokenizer, smoothing }: TransformerOptions): GraphFragment {
  const text = { tokens: 'tokens', vocabulary: 'vocabulary', tokenizer };
  const embedding = {
    block: 'token-embedding',
    params: { vocabulary: 'vocabulary', d_model: 'd_model' },
    tie: 'embedding',
  };
  const layer = {
    params: { heads: 'heads', d_ff: 'd_ff', dropout: 'p_drop' },
    repeat: 'layers',
  };
  const dropout = { block: 'dropout', params: { rate: 'p_drop' } };
  return sketch(
    {
      source: { block: 'tokens-input', at: [0, 894], params: text, label: 'Inputs' },
      'source-embedding': { ...embedding, at: [0, 790], label: 'Input embedding' },
      'source-positions': { block: 'sinusoidal-positions', at: [0, 710] },
      'source-dropout': { ...dropout, at: [0, 606] },
      encoder: { block: 'encoder-layer', at: [-24, 218], ...layer },
      padding: { block: 'padding-mask', at: [280, 710] },
      target: {
        block: 'tokens-input',
        at: [560, 894],
        params: { ...text, feed: 'generated' },
        label: 'Outputs (shifted right)',
      },
      'target-embedding': { ...embedding, at: [560, 790], label: 'Output embedding' },
      'target-positions': { block: 'sinusoidal-positions', at: [560, 710] },
      'target-dropout': { ...dropout, at: [560, 606] },
      causal: { block: 'causal-mask', at: [840, 710] },
      decoder: { block: 'decoder-layer', at: [536, 218], ...layer },
      logits: {
        block: 'token-logits',
        at: [560, 104],
        params: { vocabulary: 'vocabulary' },
        label: 'Linear',
        tie: 'embedding',
      },
      output: { block: 'token-output', at: [560, 0], params: { tokenizer }, label: 'Softmax' },
      labels: {
        block: 'target-input',
        at: [840, 150],
        params: { tokens: 'tokens', vocabulary: 'vocabulary' },
      },
      loss: { block: 'cross-entropy', at: [840, 28], params: { smoothing, ignore: 0 } },
    },
    [
      ['source.tokens', 'source-embedding.tokens'],
      ['source-embedding.y', 'source-positions.x'],
      ['source-positions.y', 'source-dropout.x'],
      ['source-dropout.y', 'encoder.x'],
      ['source.tokens', 'padding.tokens'],
      ['padding.mask', 'encoder.mask'],
      ['target.tokens', 'target-embedding.tokens'],
      ['target-embedding.y', 'target-positions.x'],
      ['target-positions.y', 'target-dropout.x'],
      ['target-dropout.y', 'decoder.x'],
      ['encoder.y', 'decoder.memory'],
      ['padding.mask', 'decoder.memory_mask'],
      ['target.tokens', 'causal.x'],
      ['causal.mask', 'decoder.mask'],
      ['decoder.y', 'logits.x'],
      ['logits.logits', 'output.logits'],
      ['logits.logits', 'loss.logits'],
      ['labels.labels', 'loss.labels'],
    ],
  );
}
