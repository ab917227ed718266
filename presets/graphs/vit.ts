/**
 * The Vision Transformer of Dosovitskiy et al. 2021, figure 1, from left to right: patches, a class
 * token, learned positions, pre-norm layers, a final norm, a linear head on the class token.
 * Hyperparameters: image_size, patch, d_model, heads, layers, d_ff, classes, p_drop.
 */
import type { GraphFragment } from '../../runtime/index';
import { sketch } from './sketch';

export interface VitOptions {
  readonly channels: number;
  /** Names of the classes. */
  readonly names: 'data' | 'none';
}

export function vit({ channels, names }: VitOptions): GraphFragment {
  return sketch(
    {
      image: {
        block: 'image-input',
        at: [0, -28],
        params: { height: 'image_size', width: 'image_size', channels },
      },
      patches: {
        block: 'patch-embedding',
        at: [216, -28],
        params: { patch: 'patch', d_model: 'd_model' },
      },
      'class-token': { block: 'class-token', at: [432, -16] },
      positions: { block: 'learned-positions', at: [648, -16] },
      dropout: { block: 'dropout', at: [864, -28], params: { rate: 'p_drop' } },
      encoder: {
        block: 'vit-encoder-layer',
        at: [1080, -170],
        params: { heads: 'heads', d_ff: 'd_ff', dropout: 'p_drop' },
        repeat: 'layers',
      },
      norm: { block: 'layer-norm', at: [1376, -28], params: { epsilon: 1e-6 } },
      'take-class': { block: 'take-token', at: [1592, -16], label: 'Take the class token' },
      head: { block: 'linear', at: [1808, -28], params: { units: 'classes' }, label: 'MLP head' },
      output: { block: 'class-output', at: [2024, -28], params: { names }, label: 'Class' },
      labels: { block: 'label-input', at: [1808, 292], params: { classes: 'classes' } },
      loss: { block: 'cross-entropy', at: [2024, 108] },
    },
    [
      ['image.image', 'patches.image'],
      ['patches.y', 'class-token.x'],
      ['class-token.y', 'positions.x'],
      ['positions.y', 'dropout.x'],
      ['dropout.y', 'encoder.x'],
      ['encoder.y', 'norm.x'],
      ['norm.y', 'take-class.x'],
      ['take-class.y', 'head.x'],
      ['head.y', 'output.logits'],
      ['head.y', 'loss.logits'],
      ['labels.labels', 'loss.labels'],
    ],
  );
}
