/** The data of a training: one that ships with the site, or the tensors of a file. */
import { createDatasetLoader, type DatasetLoader } from '../runtime/datasets/catalogue';
import { datasets } from '../runtime/datasets/registry';
import type { Dataset, Field, FieldValues, Split } from '../runtime/datasets/types';
import { createRandom } from '../runtime/graph/random';
import { dataReader } from './dataReader';
import { CommandError } from './io';
import { type NamedTensor, readTensors } from './tensors';

/** Data sets by name; a name that ends in `.safetensors` is a file, which is read at once. */
export async function openData(name: string, seed: number): Promise<DatasetLoader> {
  if (name.endsWith('.safetensors')) {
    const dataset = fromTensors(name, await readTensors(name), seed);
    return async (id) => (id === name ? dataset : null);
  }
  if (datasets.every(({ id }) => id !== name)) {
    const known = datasets.map(({ id }) => id).join(', ');
    throw new CommandError(
      `There is no data set "${name}"; there are ${known}, and files that end in .safetensors.`,
    );
  }
  return createDatasetLoader({ reader: dataReader, yieldToEvents: async () => {} });
}

/** 80 % of the examples to train, 10 % to validate, 10 % to test, drawn from the seed. */
export function fromTensors(
  id: string,
  tensors: ReadonlyMap<string, NamedTensor>,
  seed: number,
): Dataset {
  const counts = new Set([...tensors.values()].map(({ shape }) => shape[0] ?? 0));
  const [count] = counts;
  if (counts.size !== 1 || count < 10) {
    throw new CommandError(
      `${id} must hold one tensor for each field, all with the same first axis of 10 examples or more.`,
    );
  }
  const fields = Object.fromEntries(
    [...tensors].map(([name, tensor]) => [name, fieldOf(id, name, tensor)]),
  );
  const order = createRandom(seed)
    .fork('split')
    .shuffle(Array.from({ length: count }, (_, index) => index));
  const tenth = Math.max(1, Math.floor(count / 10));
  const split = (first: number, end: number): Split => ({
    size: end - first,
    batch: (indices) =>
      Object.fromEntries(
        [...tensors].map(([name, tensor]) => [
          name,
          rows(
            tensor,
            indices.map((index) => order[first + index]),
          ),
        ]),
      ),
  });
  return {
    id,
    title: id,
    fields,
    train: split(0, count - 2 * tenth),
    validation: split(count - 2 * tenth, count - tenth),
    test: split(count - tenth, count),
  };
}

function fieldOf(id: string, name: string, { shape, values, real }: NamedTensor): Field {
  if (real && shape.length === 4) {
    return { kind: 'image', height: shape[1], width: shape[2], channels: shape[3] };
  }
  if (real && shape.length > 1) return { kind: 'numbers', shape: shape.slice(1) };
  const largest = values.reduce((most, value) => Math.max(most, value), 0);
  if (!real && shape.length === 1) return { kind: 'class', classes: largest + 1, labels: '' };
  if (!real && shape.length === 2) {
    return { kind: 'tokens', length: shape[1], vocabulary: largest + 1, tokenizer: '' };
  }
  throw new CommandError(
    `${id}: the field "${name}" is ${shape.join(' x ')}. A field is a picture (F32, examples x height x width x channels), a sequence or volume (F32, examples x its axes), a label (I64, examples) or tokens (I64, examples x tokens).`,
  );
}

function rows({ shape, values, real }: NamedTensor, indices: readonly number[]): FieldValues {
  const size = shape.slice(1).reduce((product, n) => product * n, 1);
  const picked = real
    ? new Float32Array(indices.length * size)
    : new Int32Array(indices.length * size);
  indices.forEach((index, row) => {
    picked.set(values.subarray(index * size, (index + 1) * size), row * size);
  });
  return picked;
}
