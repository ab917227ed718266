/** What a wire carries, told from the type of its value alone, and how that is written. */
import type { Axis, TensorType } from '../../runtime/index';
import { formatExact } from '../ui/format';

/** Kinds that the canvas tells apart by colour and stroke. */
export type WireKind = 'sequence' | 'picture' | 'ids' | 'mask' | 'scalar' | 'unknown';

/** Plain words for the legend and for screen readers. */
export const wireKindNames: Readonly<Record<WireKind, string>> = {
  sequence: 'vectors',
  picture: 'feature map',
  ids: 'token or class numbers',
  mask: 'mask',
  scalar: 'a single number',
  unknown: 'not known yet',
};

export function wireKindOf(type: TensorType | undefined): WireKind {
  if (!type) return 'unknown';
  if (type.dtype === 'bool') return 'mask';
  if (type.dtype === 'int32') return 'ids';
  const axes = type.axes.filter((axis) => axis.name !== 'batch');
  if (axes.length === 0) return 'scalar';
  const picture = axes.some((axis) => axis.name === 'height' || axis.name === 'width');
  return picture ? 'picture' : 'sequence';
}

/** `B · 65 · 64`: the batch as a letter, since it is chosen when the graph runs. */
export function shortShape(type: TensorType): string {
  if (type.axes.length === 0) return 'scalar';
  return type.axes.map(shortAxis).join(' · ');
}

function shortAxis(axis: Axis): string {
  return axis.name === 'batch' ? 'B' : formatExact(axis.size);
}

/** `batch 1, tokens 65, d_model 64`. */
export function longShape(type: TensorType): string {
  if (type.axes.length === 0) return 'a single number';
  return type.axes.map((axis) => `${axis.name} ${formatExact(axis.size)}`).join(', ');
}

/** For screen readers, without the batch: `tokens 65 by d_model 64`. */
export function spokenShape(type: TensorType): string {
  const axes = type.axes.filter((axis) => axis.name !== 'batch');
  if (axes.length === 0) return 'a single number';
  return axes.map((axis) => `${axis.name} ${formatExact(axis.size)}`).join(' by ');
}
