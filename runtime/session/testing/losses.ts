/** The first losses of a training, to compare backends by. */
import type { Experiment, GraphDocument } from '../../graph/document';
import type { RuntimeApi } from '../../protocol';

export const STEPS = 20;

/** Losses of the first 20 steps of the document's experiment, two examples a step. */
export async function firstLosses(session: RuntimeApi, document: GraphDocument): Promise<number[]> {
  // More steps than are wanted: the end of a training tests it on the whole data set.
  const experiment = { ...(document.experiment as Experiment), batchSize: 2, steps: 1000 };
  const losses: number[] = [];
  const result = await session.train({ document, experiment, resume: false }, (event) => {
    if (event.kind === 'progress') losses.push(...event.points.map(({ loss }) => loss));
    if (losses.length >= STEPS) void session.stop();
  });
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
  return losses.slice(0, STEPS);
}

/** Largest difference relative to the expected loss. */
export function worstDifference(actual: readonly number[], expected: readonly number[]): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  return Math.max(...expected.map((loss, step) => Math.abs(actual[step] - loss) / loss));
}
