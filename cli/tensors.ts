/** Tensors of a safetensors file by name, as the inputs of a run or the fields of a data set. */
import { readHeader, readTensor } from '../runtime/weights/safetensors';
import { withFile } from './fileSource';

export interface NamedTensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
  /** False where the file holds whole numbers. */
  readonly real: boolean;
}

/** Everything in the file. Throws a CommandError where it cannot be read. */
export function readTensors(path: string): Promise<ReadonlyMap<string, NamedTensor>> {
  return withFile(path, async (source) => {
    const { tensors } = await readHeader(source);
    const read = new Map<string, NamedTensor>();
    for (const tensor of tensors.values()) {
      const values = await readTensor(source, tensor);
      read.set(tensor.name, { shape: tensor.shape, values, real: tensor.dtype !== 'I64' });
    }
    return read;
  });
}
