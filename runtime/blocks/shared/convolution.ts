/** Convolutions over one to three axes of space, with their weights. */

import { sizeOf } from '../../graph/types';
import type { Initializer } from '../../ops/program';
import type { Value } from '../../ops/types';
import type { BlockBuilder } from '../types';
import { either, setParamFixes } from './divisors';
import { checkSame, checkWindow, type Window, type WindowAttrs, windowAttrs } from './windows';

export interface ConvolutionOptions {
  /** Channels are cut into so many groups, each with filters of its own. */
  readonly groups?: number;
  /**
   * Of the kernel, the bias being 0. `he`: normal over the fan out, as torchvision starts a ResNet;
   * `pytorch`: its default for both.
   */
  readonly start?: 'he' | 'pytorch' | Initializer;
}

/**
 * `x` [B, ...space, C] -> [B, ...space', filters], with weights `<name>kernel` [...k, C / groups,
 * filters] and `<name>bias` [filters]. Fails with 'shape/size' when the window does not fit and with
 * 'shape/indivisible' when the groups divide the channels unevenly.
 */
export function convolution(
  b: BlockBuilder,
  x: Value,
  name: string,
  filters: number,
  window: Window,
  bias: boolean,
  { groups = 1, start = 'he' }: ConvolutionOptions = {},
): Value {
  const channels = x.shape[x.shape.length - 1];
  checkGroups(b, groups, channels, filters);
  checkSame(b, window);
  checkWindow(b, x, window, 'kernel');
  const attrs = windowAttrs(window, x.shape.length - 2);
  const taps = sizeOf(attrs.size);
  const starts = startsOf(start, { in: (channels / groups) * taps, out: filters * taps });
  const kernel = b.weight(
    `${name}kernel`,
    [...attrs.size, channels / groups, filters],
    starts.kernel,
  );
  const y = convolve(b, x, kernel, attrs, window.dilation ?? 1, groups);
  return bias ? addChannelBias(b, y, b.weight(`${name}bias`, [filters], starts.bias)) : y;
}

function startsOf(
  start: NonNullable<ConvolutionOptions['start']>,
  fans: { readonly in: number; readonly out: number },
): { readonly kernel: Initializer; readonly bias: Initializer } {
  if (start === 'pytorch')
    return { kernel: pytorchUniform(fans.in), bias: pytorchUniform(fans.in) };
  const kernel: Initializer = start === 'he' ? { kind: 'heNormal', fan: fans.out } : start;
  return { kernel, bias: { kind: 'zeros' } };
}

/** How PyTorch starts kernels and biases of its layers: uniform within 1 / sqrt(fan in). */
export function pytorchUniform(fanIn: number): Initializer {
  return { kind: 'uniform', limit: 1 / Math.sqrt(fanIn) };
}

/** Adds `bias` [units] to [B, ...space, units]; above four axes on rows. */
export function addChannelBias(b: BlockBuilder, x: Value, bias: Value): Value {
  if (x.shape.length <= 4) return b.add([x, bias]);
  const units = bias.shape[0];
  const rows = b.reshape([x], { shape: [sizeOf(x.shape) / units, units] });
  return b.reshape([b.add([rows, bias])], { shape: x.shape });
}

/** `x` [B, ...space, C] under `kernel` [...k, C / groups, filters]. */
function convolve(
  b: BlockBuilder,
  x: Value,
  kernel: Value,
  { size, strides, padding }: WindowAttrs,
  dilation: number,
  groups: number,
): Value {
  const rank = size.length;
  const channels = x.shape[x.shape.length - 1];
  if (rank <= 2 && groups === 1 && dilation === 1) {
    return onPlane(b, x, kernel, (map, filter) =>
      b.conv2d([map, filter], { strides: two(strides, 1), padding: four(padding) }),
    );
  }
  if (rank <= 2 && groups === channels) {
    return onPlane(b, x, byChannel(b, kernel, channels), (map, filter) =>
      b.depthwiseConv2d([map, filter], {
        strides: two(strides, 1),
        dilations: rank === 1 ? [1, dilation] : [dilation, dilation],
        padding: four(padding),
      }),
    );
  }
  const attrs = { size, strides, padding, dilations: size.map(() => dilation) };
  return windowProduct(b, x, kernel, attrs, groups);
}

/** A kernel of as many groups as channels, [..k, 1, C * M], as a depthwise one, [..k, C, M]. */
function byChannel(b: BlockBuilder, kernel: Value, channels: number): Value {
  const units = kernel.shape[kernel.shape.length - 1] / channels;
  return b.reshape([kernel], { shape: [...kernel.shape.slice(0, -2), channels, units] });
}

/** Runs a 2-D convolution on maps as they are, and on sequences [B, T, C] as maps of one row. */
function onPlane(
  b: BlockBuilder,
  x: Value,
  kernel: Value,
  run: (map: Value, filter: Value) => Value,
): Value {
  if (x.shape.length === 4) return run(x, kernel);
  const [batch, length, channels] = x.shape;
  const map = b.reshape([x], { shape: [batch, 1, length, channels] });
  const y = run(map, b.reshape([kernel], { shape: [1, ...kernel.shape] }));
  return b.reshape([y], { shape: [batch, y.shape[2], y.shape[3]] });
}

const two = (sizes: readonly number[], row: number) =>
  sizes.length === 1 ? [row, ...sizes] : sizes;
const four = (padding: readonly number[]) => (padding.length === 2 ? [0, 0, ...padding] : padding);

/** Each window as a row, times the kernel: dilation, groups and three axes, where backends have no kernel. */
function windowProduct(
  b: BlockBuilder,
  x: Value,
  kernel: Value,
  attrs: WindowAttrs & { readonly dilations: readonly number[] },
  groups: number,
): Value {
  const spatial = x.shape.slice(1, -1);
  const batch = x.shape[0];
  const channels = x.shape[x.shape.length - 1];
  const filters = kernel.shape[kernel.shape.length - 1];
  const taps = sizeOf(attrs.size);
  const steps = stepsOf(spatial, attrs);
  const rows = batch * sizeOf(steps);
  const flat = b.reshape([x], { shape: [batch, sizeOf(spatial), channels] });
  const isPointwise =
    taps === 1 && attrs.strides.every((n) => n === 1) && attrs.padding.every((n) => n === 0);
  const columns = isPointwise ? flat : b.unfold([flat], { ...attrs, spatial }); // [B, W, K, C]
  const shape = [batch, ...steps, filters];
  if (groups === 1) {
    const left = b.reshape([columns], { shape: [rows, taps * channels] });
    const right = b.reshape([kernel], { shape: [taps * channels, filters] });
    return b.reshape([b.matmul([left, right])], { shape });
  }
  const [width, units] = [channels / groups, filters / groups];
  const parts = b.reshape([columns], { shape: [rows, taps, groups, width] });
  const left = b.reshape([b.transpose([parts], { perm: [2, 0, 1, 3] })], {
    shape: [groups, rows, taps * width],
  });
  const filter = b.reshape([kernel], { shape: [taps * width, groups, units] });
  const right = b.transpose([filter], { perm: [1, 0, 2] });
  const product = b.matmul([left, right]); // [groups, rows, units]
  return b.reshape([b.transpose([product], { perm: [1, 0, 2] })], { shape });
}

function stepsOf(
  spatial: readonly number[],
  attrs: WindowAttrs & { readonly dilations: readonly number[] },
): readonly number[] {
  return spatial.map((n, axis) => {
    const padded = n + attrs.padding[2 * axis] + attrs.padding[2 * axis + 1];
    const reach = (attrs.size[axis] - 1) * attrs.dilations[axis] + 1;
    return Math.floor((padded - reach) / attrs.strides[axis]) + 1;
  });
}

function checkGroups(b: BlockBuilder, groups: number, channels: number, filters: number): void {
  if (channels % groups === 0 && filters % groups === 0) return;
  const fits = commonDivisors(channels, filters);
  const near = [fits.findLast((d) => d < groups), fits.find((d) => d > groups)].filter(
    (d) => d !== undefined,
  );
  b.fail(
    'shape/indivisible',
    `${groups} groups do not divide ${channels} channels and ${filters} filters evenly.`,
    {
      param: 'groups',
      hint: `Each group takes an equal share of both: ${either(near)}.`,
      short: `${channels} and ${filters} into ${groups}`,
      fixes: setParamFixes('groups', 'groups', near),
    },
  );
}

function commonDivisors(a: number, b: number): readonly number[] {
  const most = Math.min(a, b);
  return Array.from({ length: most }, (_, i) => i + 1).filter((d) => a % d === 0 && b % d === 0);
}
