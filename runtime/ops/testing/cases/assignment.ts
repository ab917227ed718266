/** Contract cases of assignment. */
import { bool, normal, type OpCase } from '../draw';

export const assignmentCases = {
  linearSumAssignment: [
    [1, 1, 1],
    [2, 5, 3],
    [3, 4, 4],
    [1, 6, 4],
    [2, 70, 2],
    [1, 640, 1],
  ].map(([batch, queries, targets]) => ({
    inputs: [normal(batch!, queries!, targets!), bool(batch!, targets!)],
  })),
} satisfies Readonly<Record<string, readonly OpCase[]>>;
