/** Assignment by trying everything. */
import { makeArray } from '../array';
import type { Reference } from '../combinators';

interface Choice {
  readonly cost: number;
  readonly queries: readonly number[];
}

/** The best queries for the rows from `taken.length` on. */
function bestOf(costs: readonly (readonly number[])[], taken: readonly number[]): Choice {
  const row = costs[taken.length];
  if (!row) return { cost: 0, queries: taken };
  let best: Choice = { cost: Number.POSITIVE_INFINITY, queries: [] };
  for (const [query, cost] of row.entries()) {
    if (taken.includes(query)) continue;
    const rest = bestOf(costs, [...taken, query]);
    if (cost + rest.cost < best.cost) best = { cost: cost + rest.cost, queries: rest.queries };
  }
  return best;
}

const linearSumAssignment: Reference = ([cost, valid]) => {
  const [batch, queries, targets] = cost!.shape as [number, number, number];
  const result = makeArray([batch, targets], () => -1, 'int32');
  for (let n = 0; n < batch; n++) {
    const real = Array.from({ length: targets }, (_each, m) => m).filter(
      (m) => valid!.data[n * targets + m] !== 0,
    );
    const costs = real.map((m) =>
      Array.from(
        { length: queries },
        (_each, query) => cost!.data[(n * queries + query) * targets + m]!,
      ),
    );
    const best = bestOf(costs, []);
    for (const [row, m] of real.entries()) result.data[n * targets + m] = best.queries[row]!;
  }
  return result;
};

export const assignmentReferences = { linearSumAssignment } satisfies Readonly<
  Record<string, Reference>
>;
