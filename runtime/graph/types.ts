/** Types of the values on wires: named axes at the level of blocks, bare shapes at that of ops. */

export type DType = 'float32' | 'int32' | 'bool';

/** Shape and dtype of a value in a program. All sizes are known when a program is traced. */
export interface ValueType {
  readonly shape: readonly number[];
  readonly dtype: DType;
}

/** One axis on a wire. */
export interface Axis {
  /** `tokens`, `d_model`, `height` ... */
  readonly name: string;
  readonly size: number;
  /** Origin path of the node that this size came from. */
  readonly from?: string;
}

/** What a wire carries. */
export interface TensorType {
  readonly dtype: DType;
  readonly axes: readonly Axis[];
}

/** Number of elements of a shape; 1 for a scalar. */
export function sizeOf(shape: readonly number[]): number {
  let size = 1;
  for (const n of shape) size *= n;
  return size;
}

/** Bytes that a value takes on a device: 4 per element for every dtype (bool too, on WebGPU). */
export function bytesOf(type: ValueType): number {
  return sizeOf(type.shape) * 4;
}
