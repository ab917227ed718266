/** Weights from tensors of a file, and tensors of a file from weights. */

import { findConvention } from './conventions';
import { putPart, takePart, toOurs, toTheirs } from './layouts';
import type { Match } from './match';
import { nameTensors } from './naming';
import { readTensor, writeSafetensors } from './safetensors';
import type { ByteSource, WeightSpec } from './types';

/** Values of one weight in our layout. */
export interface LoadedWeight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** Reads what fits, one tensor of the file at a time. Throws a WeightFileError. */
export async function* readWeights(
  source: ByteSource,
  { readable }: Match,
): AsyncGenerator<LoadedWeight> {
  for (const { stored, named } of readable) {
    const whole = await readTensor(source, stored);
    for (const { spec, rearrangement, part } of named.members) {
      const theirs = part ? takePart(whole, named.shape, part) : whole;
      yield { name: spec.name, shape: spec.shape, values: toOurs(rearrangement, theirs) };
    }
  }
}

/**
 * The bytes of a safetensors file in the names and layouts of a convention; `read` gives the values
 * of one weight. Throws for a convention that does not exist.
 */
export function writeWeights(
  specs: readonly WeightSpec[],
  conventionId: string,
  read: (name: string) => Float32Array | Promise<Float32Array>,
  metadata: Readonly<Record<string, string>> = {},
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const convention = findConvention(conventionId);
  if (!convention) throw new Error(`there is no convention ${conventionId}`);
  const tensors = nameTensors(specs, convention).map(({ name, shape, members }) => ({
    name,
    shape,
    async values() {
      const [first] = members;
      if (!first.part) return toTheirs(first.rearrangement, await read(first.spec.name));
      const whole = new Float32Array(shape.reduce((size, n) => size * n, 1));
      for (const { spec, rearrangement, part } of members) {
        if (part) putPart(whole, shape, part, toTheirs(rearrangement, await read(spec.name)));
      }
      return whole;
    },
  }));
  return writeSafetensors(tensors, metadata);
}
