/** Sliding windows of convolutions and pools: their output size, and the message when none fits. */
import type { Value } from '../../ops/types';
import type { BlockBuilder } from '../types';
import { setParamFixes } from './divisors';

export interface Window {
  readonly size: number;
  readonly stride: number;
  /** Zeros on each side, as in PyTorch. */
  readonly padding: number;
}

/** Attributes of a square window for the ops. */
export function windowAttrs({ size, stride, padding }: Window): {
  readonly size: readonly number[];
  readonly strides: readonly number[];
  readonly padding: readonly number[];
} {
  return {
    size: [size, size],
    strides: [stride, stride],
    padding: [padding, padding, padding, padding],
  };
}

/** Steps of a window along `n`: floor((n + 2 padding - size) / stride) + 1. */
export function windowSteps(n: number, { size, stride, padding }: Window): number {
  return Math.floor((n + 2 * padding - size) / stride) + 1;
}

/** Stops the build when the window is larger than the padded picture `x` [B, H, W, C]. */
export function checkWindow(b: BlockBuilder, x: Value, window: Window, param: string): void {
  const [, height, width] = x.shape;
  if (windowSteps(height, window) >= 1 && windowSteps(width, window) >= 1) return;
  const { size, padding } = window;
  b.fail(
    'shape/size',
    `A window of ${size} x ${size} does not fit into height ${height}, width ${width} with padding ${padding}.`,
    {
      param,
      hint: 'Take a smaller window or more padding, or shrink the picture less before.',
      short: `${size} x ${size} in ${height} x ${width}`,
    },
  );
}

/** Stops the build when a window could lie in the padding alone. */
export function checkPoolPadding(b: BlockBuilder, { size, padding }: Window): void {
  const most = Math.floor(size / 2);
  if (padding <= most) return;
  b.fail('param/invalid', `Padding ${padding} is more than half of the window ${size}.`, {
    param: 'padding',
    hint: 'Some windows would hold nothing but padding.',
    short: `padding ${padding}`,
    fixes: setParamFixes('padding', 'padding', [most]),
  });
}
