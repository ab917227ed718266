/** Parameters that convolutions and pools share. */
import { flag, int } from '../define';

export const filtersParam = int({
  label: 'Filters',
  doc: 'Channels that come out.',
  default: 32,
  min: 1,
  max: 8192,
  unit: 'channels',
});

/** Taps of a window along each axis. */
export const kernelParam = (doc: string, unit: string) =>
  int({ label: 'Kernel', doc, default: 3, min: 1, max: 31, symbol: 'k', unit });

export const strideParam = (doc: string, unit: string, value = 1) =>
  int({ label: 'Stride', doc, default: value, min: 1, max: 32, unit });

export const paddingParam = (unit: string, value = 1) =>
  int({
    label: 'Padding',
    doc: 'Zeros on each side; (k - 1) / 2 keeps the size.',
    default: value,
    min: 0,
    max: 32,
    unit,
  });

export const sameParam = flag({
  label: 'Keep the size',
  doc: 'As many zeros as that takes, instead of the padding above; with stride 1.',
  default: false,
});

export const dilationParam = (unit: string) =>
  int({
    label: 'Dilation',
    doc: 'Distance of neighbouring taps: 2 leaves one out between, and sees farther.',
    default: 1,
    min: 1,
    max: 64,
    unit,
  });

export const groupsParam = int({
  label: 'Groups',
  doc: 'Cuts the channels into groups with filters of their own; as many as channels: depthwise.',
  default: 1,
  min: 1,
  max: 8192,
});

export const biasParam = flag({
  label: 'Bias',
  doc: 'Not needed in front of a batch norm.',
  default: true,
});

/** The window that a block's parameters describe. */
export function windowOf(params: {
  readonly kernel: number;
  readonly stride: number;
  readonly padding: number;
  readonly same: boolean;
  readonly dilation: number;
}) {
  const { kernel, stride, padding, same, dilation } = params;
  return { size: kernel, stride, padding: same ? ('same' as const) : padding, dilation };
}

/** Padding of a transposed convolution, and what makes its size definite. */
export const transposedParams = (unit: string) => ({
  padding: int({
    label: 'Padding',
    doc: 'Cut off each side of the result: that of the convolution it undoes.',
    default: 0,
    min: 0,
    max: 32,
    unit,
  }),
  output_padding: int({
    label: 'Output padding',
    doc: 'Added at the end; less than the stride.',
    default: 0,
    min: 0,
    max: 31,
    unit,
  }),
});
