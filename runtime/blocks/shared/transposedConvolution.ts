/** Transposed convolutions: each place gives a window of results. Zeiler et al. 2010; Dumoulin, Visin 2016. */
import { sizeOf } from '../../graph/types';
import type { Value } from '../../ops/types';
import type { BlockBuilder } from '../types';
import { addChannelBias, pytorchUniform } from './convolution';
import { setParamFixes } from './divisors';
import { spaceOf, windowAttrs } from './windows';

export interface TransposedWindow {
  readonly kernel: number;
  readonly stride: number;
  readonly padding: number;
  /** Rows and columns more at the end: several sizes shrink to the same one. */
  readonly output_padding: number;
}

/**
 * `x` [B, ...space, C] -> [B, ...space', filters] with space' = (n - 1) stride - 2 padding + k +
 * output padding; weights `kernel` [...k, filters, C] as Keras stores it and `bias` [filters].
 */
export function transposedConvolution(
  b: BlockBuilder,
  x: Value,
  filters: number,
  window: TransposedWindow,
  bias: boolean,
): Value {
  const { kernel: side, stride, padding: zeros, output_padding } = window;
  const space = x.shape.slice(1, -1);
  const channels = x.shape[x.shape.length - 1];
  const grown = space.map((n) => (n - 1) * stride - 2 * zeros + side + output_padding);
  check(b, x, window, grown);
  const { size, strides, padding } = windowAttrs(
    { size: side, stride, padding: zeros },
    space.length,
  );
  const start = pytorchUniform(filters * sizeOf(size));
  const kernel = b.weight('kernel', [...size, filters, channels], start);
  const y =
    space.length === 2
      ? b.conv2dInputGrad([x, kernel], {
          strides,
          padding,
          inputShape: [x.shape[0], ...grown, filters],
        })
      : addWindows(b, x, kernel, grown, { size, strides, padding });
  return bias ? addChannelBias(b, y, b.weight('bias', [filters], start)) : y;
}

/** Each place times the kernel, its windows added up where they overlap. */
function addWindows(
  b: BlockBuilder,
  x: Value,
  kernel: Value,
  grown: readonly number[],
  attrs: {
    readonly size: readonly number[];
    strides: readonly number[];
    padding: readonly number[];
  },
): Value {
  const batch = x.shape[0];
  const channels = x.shape[x.shape.length - 1];
  const filters = kernel.shape[kernel.shape.length - 2];
  const places = sizeOf(x.shape.slice(1, -1));
  const taps = sizeOf(attrs.size);
  const rows = b.reshape([x], { shape: [batch * places, channels] });
  const filter = b.reshape([kernel], { shape: [taps * filters, channels] });
  const product = b.matmul([rows, filter], { transposeB: true });
  const windows = b.reshape([product], { shape: [batch, places, taps, filters] });
  const dilations = attrs.size.map(() => 1);
  const sum = b.fold([windows], { ...attrs, dilations, spatial: grown });
  return b.reshape([sum], { shape: [batch, ...grown, filters] });
}

function check(
  b: BlockBuilder,
  x: Value,
  { stride, padding, output_padding }: TransposedWindow,
  grown: readonly number[],
): void {
  if (output_padding >= stride) {
    b.fail(
      'param/invalid',
      `Output padding ${output_padding} must be less than stride ${stride}.`,
      {
        param: 'output_padding',
        hint: 'It chooses among the sizes that a convolution of that stride would shrink to this one.',
        short: `output padding ${output_padding}, stride ${stride}`,
        fixes: setParamFixes('output_padding', 'output padding', [stride - 1]),
      },
    );
  }
  if (grown.every((n) => n >= 1)) return;
  b.fail('shape/size', `Padding ${padding} takes all of ${spaceOf(x)} away.`, {
    param: 'padding',
    hint: 'Padding cuts that many rows and columns off each side of the result. Take less.',
    short: `padding ${padding}`,
    fixes: setParamFixes('padding', 'padding', [0]),
  });
}
