/** How the inputs of contract cases are drawn: shapes, broadcasting, odd sizes, batches of 2 and 3. */
import type { Attrs, DType } from '../types';

/** How an input is drawn: `normal`, `positive` (0.3 to 2.3), `ids` below `below`, `ties` of few values. */
export interface CaseInput {
  readonly shape: readonly number[];
  readonly kind: 'normal' | 'positive' | 'ids' | 'bool' | 'ties' | 'int' | 'pooled';
  readonly below?: number;
}

export interface OpCase {
  readonly inputs: readonly CaseInput[];
  readonly attrs?: Attrs;
  /** False where the point is not smooth: the op is run there, its gradient not compared. */
  readonly smooth?: false;
}

export const dtypeOf = (input: CaseInput): DType =>
  input.kind === 'ids' || input.kind === 'int'
    ? 'int32'
    : input.kind === 'bool'
      ? 'bool'
      : 'float32';

export const normal = (...shape: number[]): CaseInput => ({ shape, kind: 'normal' });
export const positive = (...shape: number[]): CaseInput => ({ shape, kind: 'positive' });
export const bool = (...shape: number[]): CaseInput => ({ shape, kind: 'bool' });
export const int = (...shape: number[]): CaseInput => ({ shape, kind: 'int' });
export const ties = (...shape: number[]): CaseInput => ({ shape, kind: 'ties' });
export const ids = (below: number, ...shape: number[]): CaseInput => ({
  shape,
  kind: 'ids',
  below,
});
/** The result of maxPool on the first input. */
export const pooled = (...shape: number[]): CaseInput => ({ shape, kind: 'pooled' });

export type Draw = (...shape: number[]) => CaseInput;

export const alone = (draw: Draw): OpCase[] =>
  [[], [1], [7], [3, 5], [2, 3, 4], [2, 3, 2, 5]].map((shape) => ({ inputs: [draw(...shape)] }));

export const pairs = (a: Draw, b: Draw): OpCase[] => [
  { inputs: [a(3, 5), b(3, 5)] },
  { inputs: [a(2, 3, 4), b(4)] },
  { inputs: [a(4), b(2, 3, 4)] },
  { inputs: [a(3, 1), b(1, 5)] },
  { inputs: [a(), b(2, 3)] },
  { inputs: [a(7), b()] },
  { inputs: [a(2, 3, 5, 2), b(3, 1, 2)] },
  { inputs: [a(1, 1, 5, 4), b(3, 2, 1, 4)] },
  { inputs: [a(2, 1, 1, 8), b(2, 4, 3, 8)] },
];

export const same = (count: number, first: Draw = normal): OpCase[] =>
  [[1], [7], [3, 5], [2, 3, 4], [2, 3, 2, 5], [2, 130]].map((shape) => ({
    inputs: [first(...shape), ...Array.from({ length: count - 1 }, () => normal(...shape))],
  }));

export const withAttrs = (cases: readonly OpCase[], ...attrs: Attrs[]): OpCase[] =>
  attrs.flatMap((each) => cases.map((one) => ({ ...one, attrs: each })));

export const reductions = (): OpCase[] => [
  { inputs: [normal(7)], attrs: { axes: [0] } },
  { inputs: [normal(3, 5)], attrs: { axes: [1] } },
  { inputs: [normal(3, 5)], attrs: { axes: [0], keepDims: true } },
  { inputs: [normal(2, 3, 4)], attrs: { axes: [0, 2] } },
  { inputs: [normal(2, 3, 4)], attrs: { axes: [1], keepDims: true } },
  { inputs: [normal(2, 3, 2, 5)], attrs: { axes: [0, 1, 2] } },
  { inputs: [normal(3, 2, 2, 5)], attrs: { axes: [1, 3], keepDims: true } },
  { inputs: [normal(2, 3, 2, 5)], attrs: { axes: [0, 1, 2, 3] } },
];

export const lastAxis = (count = 1): OpCase[] =>
  [[7], [3, 5], [2, 3, 4], [2, 3, 2, 5], [2, 1], [3, 70], [2, 129]].map((shape) => ({
    inputs: Array.from({ length: count }, () => normal(...shape)),
  }));
