import { expect, it } from 'vitest';
import { createRandom } from '../../graph/random';
import { assign } from './assign';

const total = (costs: readonly (readonly number[])[], columns: ArrayLike<number>) =>
  costs.reduce((sum, row, i) => sum + row[columns[i]!]!, 0);

it('gives the answer of the documentation of scipy.optimize.linear_sum_assignment', () => {
  const costs = [
    [4, 1, 3],
    [2, 0, 5],
    [3, 2, 2],
  ];
  const columns = assign(3, 3, (row, column) => costs[row]![column]!);
  expect([...columns]).toEqual([1, 0, 2]);
  expect(total(costs, columns)).toBe(5);
});

it('is best among all choices, also where costs are equal', () => {
  for (let round = 0; round < 200; round++) {
    const random = createRandom(`assignment ${round}`);
    const rows = 1 + random.int(4);
    const columns = rows + random.int(3);
    const costs = Array.from({ length: rows }, () =>
      Array.from({ length: columns }, () => random.int(6) - 2),
    );
    const found = assign(rows, columns, (row, column) => costs[row]![column]!);
    expect(new Set(found).size).toBe(rows);
    expect(total(costs, found)).toBe(leastOf(costs, []));
  }
});

it('ends where costs are no numbers, with different columns', () => {
  for (const cost of [Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(new Set(assign(3, 4, () => cost)).size).toBe(3);
  }
});

/** By trying everything. */
function leastOf(costs: readonly (readonly number[])[], taken: readonly number[]): number {
  const row = costs[taken.length];
  if (!row) return 0;
  return Math.min(
    ...row.flatMap((cost, column) =>
      taken.includes(column) ? [] : [cost + leastOf(costs, [...taken, column])],
    ),
  );
}
