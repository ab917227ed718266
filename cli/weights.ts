/** Weights of a graph by name: their starting values, or those of a file. */
import { analyze } from '../runtime/compiler/analyze';
import type { GraphDocument } from '../runtime/graph/document';
import type { Program } from '../runtime/ops/program';
import { initialValues } from '../runtime/session/initialize';
import { specsOf } from '../runtime/session/weightSpecs';
import { matchWeights } from '../runtime/weights/match';
import { readHeader } from '../runtime/weights/safetensors';
import { readWeights } from '../runtime/weights/transfer';
import type { WeightReport, WeightSpec } from '../runtime/weights/types';
import { withFile } from './fileSource';
import { CommandError } from './io';

export type Weights = ReadonlyMap<string, Float32Array>;

/** Starting values of every weight of a program. */
export function startingWeights(program: Program, seed: number): Map<string, Float32Array> {
  const weights = new Map<string, Float32Array>();
  for (const leaf of program.leaves) {
    if (leaf.kind !== 'weight') continue;
    const { shape } = program.types[leaf.value];
    weights.set(leaf.name, initialValues(seed, leaf.name, shape, leaf.initializer));
  }
  return weights;
}

/** The weights of a program as a file is matched with them. */
export function weightSpecs(document: GraphDocument, program: Program): readonly WeightSpec[] {
  return specsOf(program, analyze(document).nodes);
}

/**
 * The weights of a file, by our names. Throws a CommandError for a damaged file, and where the file
 * does not have every weight in its shape.
 */
export function loadWeights(
  path: string,
  specs: readonly WeightSpec[],
): Promise<{ weights: Map<string, Float32Array>; report: WeightReport }> {
  return withFile(path, async (source) => {
    const match = matchWeights(specs, await readHeader(source));
    const { report } = match;
    if (report.matched < report.total) throw new CommandError(lacking(path, report));
    const weights = new Map<string, Float32Array>();
    for await (const { name, values } of readWeights(source, match)) weights.set(name, values);
    return { weights, report };
  });
}

/** Names told before the rest is only counted. */
const TOLD = 10;

function lacking(path: string, { matched, total, missing, misshaped }: WeightReport): string {
  const problems = [
    ...missing.map(
      ({ name, wanted }) => `  missing: ${name}${wanted === name ? '' : ` (${wanted})`}`,
    ),
    ...misshaped.map(({ name, message }) => `  another shape: ${name}, ${message}`),
  ];
  const more = problems.length - TOLD;
  return [
    `${path} has ${matched} of the ${total} weights of this graph.`,
    ...problems.slice(0, TOLD),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ].join('\n');
}
