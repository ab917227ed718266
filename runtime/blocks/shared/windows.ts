/** Sliding windows of convolutions and pools: their output size, and the message when none fits. */
import type { Value } from '../../ops/types';
import type { BlockBuilder } from '../types';
import { setParamFixes } from './divisors';

/** A window that is alike along every axis of space. */
export interface Window {
  readonly size: number;
  readonly stride: number;
  /** Zeros on each side, as in PyTorch; 'same': as many as keep the size. */
  readonly padding: number | 'same';
  /** Distance of neighbouring taps; 1 when absent. */
  readonly dilation?: number;
}

/** Attributes of a window for the ops, one number an axis; padding before and after each. */
export interface WindowAttrs {
  readonly size: readonly number[];
  readonly strides: readonly number[];
  readonly padding: readonly number[];
}

/** Attributes of a window over `rank` axes of space. */
export function windowAttrs(window: Window, rank = 2): WindowAttrs {
  const each = <T>(value: T): readonly T[] => Array.from({ length: rank }, () => value);
  return {
    size: each(window.size),
    strides: each(window.stride),
    padding: each(sides(window)).flat(),
  };
}

/** Zeros before and after an axis. PyTorch's 'same' puts an odd one behind. */
function sides(window: Window): readonly [number, number] {
  if (window.padding !== 'same') return [window.padding, window.padding];
  const all = reachOf(window) - 1;
  return [Math.floor(all / 2), Math.ceil(all / 2)];
}

/** Places from the first to the last tap. */
function reachOf({ size, dilation = 1 }: Window): number {
  return (size - 1) * dilation + 1;
}

/** Steps of a window along `n`: floor((n + padding - reach) / stride) + 1. */
export function windowSteps(n: number, window: Window): number {
  const [before, after] = sides(window);
  return Math.floor((n + before + after - reachOf(window)) / window.stride) + 1;
}

/** What has so many axes of space, and their names. */
const spaces = [
  { whole: 'sequence', names: ['tokens'] },
  { whole: 'picture', names: ['height', 'width'] },
  { whole: 'volume', names: ['depth', 'height', 'width'] },
] as const;

/** "height 3, width 2", of [B, ...space, C]. */
export function spaceOf(x: Value): string {
  const space = x.shape.slice(1, -1);
  const { names } = spaces[space.length - 1];
  return space.map((n, axis) => `${names[axis]} ${n}`).join(', ');
}

/** Stops the build when the window is larger than the padded map `x` [B, ...space, C]. */
export function checkWindow(b: BlockBuilder, x: Value, window: Window, param: string): void {
  const space = x.shape.slice(1, -1);
  if (space.every((n) => windowSteps(n, window) >= 1)) return;
  const { size, dilation = 1, padding } = window;
  const square = (side: number) => space.map(() => side).join(' x ');
  const reach = square(reachOf(window));
  const spread = dilation > 1 ? ` (${square(size)} with dilation ${dilation})` : '';
  b.fail(
    'shape/size',
    `A window of ${reach}${spread} does not fit into ${spaceOf(x)} with padding ${padding}.`,
    {
      param,
      hint: `Take a smaller window or more padding, or shrink the ${spaces[space.length - 1].whole} less before.`,
      short: `${reach} in ${space.join(' x ')}`,
    },
  );
}

/** Stops the build when zeros that keep the size are asked of a window that skips places. */
export function checkSame(b: BlockBuilder, { stride, padding }: Window): void {
  if (padding !== 'same' || stride === 1) return;
  b.fail('param/invalid', `With stride ${stride} the size cannot stay.`, {
    param: 'same',
    hint: 'Set the stride to 1, or set the padding by hand.',
    short: `stride ${stride}`,
    fixes: [
      ...setParamFixes('stride', 'stride', [1]),
      {
        label: 'Set the padding by hand',
        edits: [{ kind: 'setParam', path: '', param: 'same', value: false }],
      },
    ],
  });
}

/** Stops the build when a window could lie in the padding alone. */
export function checkPoolPadding(
  b: BlockBuilder,
  { size, padding }: { readonly size: number; readonly padding: number },
): void {
  const most = Math.floor(size / 2);
  if (padding <= most) return;
  b.fail('param/invalid', `Padding ${padding} is more than half of the window ${size}.`, {
    param: 'padding',
    hint: 'Some windows would hold nothing but padding.',
    short: `padding ${padding}`,
    fixes: setParamFixes('padding', 'padding', [most]),
  });
}
