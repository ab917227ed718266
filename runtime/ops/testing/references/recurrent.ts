/** The recurrent ops from their definitions, number by number. */
import { makeArray, type RefArray } from '../array';
import type { Reference } from '../combinators';

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** The C numbers of token t of example n in [B, T, C]. */
function tokenOf({ shape, data }: RefArray, n: number, t: number): number[] {
  const [, tokens, size] = shape as [number, number, number];
  const start = (n * tokens + t) * size;
  return [...data.subarray(start, start + size)];
}

const rowOf = ({ shape, data }: RefArray, n: number): number[] => {
  const size = shape[1]!;
  return [...data.subarray(n * size, (n + 1) * size)];
};

/** x [rows] times a matrix [rows, columns], or its transpose. */
function times(x: readonly number[], { shape, data }: RefArray, transpose = false): number[] {
  const [rows, columns] = shape as [number, number];
  return Array.from({ length: transpose ? rows : columns }, (_each, out) => {
    let sum = 0;
    for (let k = 0; k < (transpose ? columns : rows); k++) {
      sum += x[k]! * data[transpose ? out * columns + k : k * columns + out]!;
    }
    return sum;
  });
}

const perUnit = <T>(units: number, f: (j: number) => T): T[] =>
  Array.from({ length: units }, (_each, j) => f(j));

/** Runs `step` over the tokens of each example; it gives the row and what the next step gets. */
function scan<S>(
  [batch, tokens, width]: readonly [number, number, number],
  backwards: boolean,
  start: (n: number) => S,
  step: (n: number, t: number, state: S) => { row: readonly number[]; state: S },
): RefArray {
  const out = makeArray([batch, tokens, width], () => 0);
  for (let n = 0; n < batch; n++) {
    let state = start(n);
    for (let i = 0; i < tokens; i++) {
      const t = backwards ? tokens - 1 - i : i;
      const next = step(n, t, state);
      out.data.set(next.row, (n * tokens + t) * width);
      state = next.state;
    }
  }
  return out;
}

const counts = (mask: RefArray | undefined, n: number, t: number) =>
  mask?.data[n * mask.shape[1]! + t] !== 0;

const sizesOf = (x: RefArray, kernel: RefArray) => {
  const [batch, tokens] = x.shape as [number, number, number];
  return { batch, tokens, units: kernel.shape[0]! };
};

const rnn: Reference = ([x, kernel, first, mask], { reverse, activation }) => {
  const { batch, tokens, units } = sizesOf(x!, kernel!);
  const act = activation === 'relu' ? (v: number) => Math.max(v, 0) : Math.tanh;
  return scan<number[]>(
    [batch, tokens, units],
    reverse,
    (n) => rowOf(first!, n),
    (n, t, before) => {
      if (!counts(mask, n, t)) return { row: before, state: before };
      const given = tokenOf(x!, n, t);
      const recurrent = times(before, kernel!);
      const h = perUnit(units, (j) => act(given[j]! + recurrent[j]!));
      return { row: h, state: h };
    },
  );
};

const rnnGrad: Reference = ([y, kernel, grad, mask], { reverse, activation }) => {
  const { batch, tokens, units } = sizesOf(y!, kernel!);
  return scan<number[]>(
    [batch, tokens, 2 * units],
    !reverse,
    () => perUnit(units, () => 0),
    (n, t, later) => {
      const dh = tokenOf(grad!, n, t).map((value, j) => value + later[j]!);
      const zeros = perUnit(units, () => 0);
      if (!counts(mask, n, t)) return { row: [...zeros, ...dh], state: dh };
      const shown = tokenOf(y!, n, t);
      const slope = (v: number) => (activation === 'relu' ? Number(v > 0) : 1 - v * v);
      const dx = perUnit(units, (j) => dh[j]! * slope(shown[j]!));
      return { row: [...dx, ...zeros], state: times(dx, kernel!, true) };
    },
  );
};

interface LstmState {
  readonly h: readonly number[];
  readonly c: readonly number[];
}

const lstm: Reference = ([x, kernel, hidden, cell, mask], { reverse }) => {
  const { batch, tokens, units } = sizesOf(x!, kernel!);
  return scan<LstmState>(
    [batch, tokens, 2 * units],
    reverse,
    (n) => ({ h: rowOf(hidden!, n), c: rowOf(cell!, n) }),
    (n, t, before) => {
      if (!counts(mask, n, t)) return { row: [...before.h, ...before.c], state: before };
      const recurrent = times(before.h, kernel!);
      const gates = tokenOf(x!, n, t).map((value, j) => value + recurrent[j]!);
      const gate = (index: number, j: number) => gates[index * units + j]!;
      const c = perUnit(
        units,
        (j) => sigmoid(gate(1, j)) * before.c[j]! + sigmoid(gate(0, j)) * Math.tanh(gate(2, j)),
      );
      const h = perUnit(units, (j) => sigmoid(gate(3, j)) * Math.tanh(c[j]!));
      return { row: [...h, ...c], state: { h, c } };
    },
  );
};

const lstmGrad: Reference = ([gates, kernel, cellBefore, grad, mask], { reverse }) => {
  const { batch, tokens, units } = sizesOf(gates!, kernel!);
  const zeros = perUnit(units, () => 0);
  return scan<LstmState>(
    [batch, tokens, 6 * units],
    !reverse,
    () => ({ h: zeros, c: zeros }),
    (n, t, later) => {
      const given = tokenOf(grad!, n, t);
      const dh = perUnit(units, (j) => given[j]! + later.h[j]!);
      const dcLater = perUnit(units, (j) => given[units + j]! + later.c[j]!);
      if (!counts(mask, n, t)) {
        const none = [...zeros, ...zeros, ...zeros, ...zeros];
        return { row: [...none, ...dh, ...dcLater], state: { h: dh, c: dcLater } };
      }
      const values = tokenOf(gates!, n, t);
      const old = tokenOf(cellBefore!, n, t);
      const of = (index: number, j: number, f: (v: number) => number) =>
        f(values[index * units + j]!);
      const cells = perUnit(units, (j) => {
        const [i, f, g, o] = [
          of(0, j, sigmoid),
          of(1, j, sigmoid),
          of(2, j, Math.tanh),
          of(3, j, sigmoid),
        ] as const;
        const shown = Math.tanh(f * old[j]! + i * g);
        const dc = dcLater[j]! + dh[j]! * o * (1 - shown * shown);
        return {
          gates: [
            dc * g * i * (1 - i),
            dc * old[j]! * f * (1 - f),
            dc * i * (1 - g * g),
            dh[j]! * shown * o * (1 - o),
          ],
          carry: dc * f,
        };
      });
      const dGates = [0, 1, 2, 3].flatMap((index) => cells.map((unit) => unit.gates[index]!));
      const carry = cells.map((unit) => unit.carry);
      const h = times(dGates, kernel!, true);
      return { row: [...dGates, ...zeros, ...carry], state: { h, c: carry } };
    },
  );
};

const gru: Reference = ([x, kernel, bias, first, mask], { reverse }) => {
  const { batch, tokens, units } = sizesOf(x!, kernel!);
  return scan<number[]>(
    [batch, tokens, units],
    reverse,
    (n) => rowOf(first!, n),
    (n, t, before) => {
      if (!counts(mask, n, t)) return { row: before, state: before };
      const given = tokenOf(x!, n, t);
      const recurrent = times(before, kernel!).map((value, j) => value + bias!.data[j]!);
      const h = perUnit(units, (j) => {
        const r = sigmoid(given[j]! + recurrent[j]!);
        const z = sigmoid(given[units + j]! + recurrent[units + j]!);
        const candidate = Math.tanh(given[2 * units + j]! + r * recurrent[2 * units + j]!);
        return (1 - z) * candidate + z * before[j]!;
      });
      return { row: h, state: h };
    },
  );
};

const gruGrad: Reference = ([x, kernel, projected, before, grad, mask], { reverse }) => {
  const { batch, tokens, units } = sizesOf(x!, kernel!);
  const zeros = perUnit(units, () => 0);
  return scan<number[]>(
    [batch, tokens, 5 * units],
    !reverse,
    () => zeros,
    (n, t, later) => {
      const dh = tokenOf(grad!, n, t).map((value, j) => value + later[j]!);
      if (!counts(mask, n, t)) {
        return { row: [...zeros, ...zeros, ...zeros, ...zeros, ...dh], state: dh };
      }
      const [given, recurrent] = [tokenOf(x!, n, t), tokenOf(projected!, n, t)];
      const old = tokenOf(before!, n, t);
      const cells = perUnit(units, (j) => {
        const r = sigmoid(given[j]! + recurrent[j]!);
        const z = sigmoid(given[units + j]! + recurrent[units + j]!);
        const recalled = recurrent[2 * units + j]!;
        const candidate = Math.tanh(given[2 * units + j]! + r * recalled);
        const dn = dh[j]! * (1 - z) * (1 - candidate * candidate);
        const dr = dn * recalled * r * (1 - r);
        const dz = dh[j]! * (old[j]! - candidate) * z * (1 - z);
        return [dr, dz, dn * r, dn, dh[j]! * z];
      });
      const column = (index: number) => cells.map((unit) => unit[index]!);
      const toGates = [...column(0), ...column(1), ...column(2)];
      const through = times(toGates, kernel!, true);
      const state = perUnit(units, (j) => through[j]! + column(4)[j]!);
      return { row: [...toGates, ...column(3), ...column(4)], state };
    },
  );
};

export const recurrentReferences = {
  rnn,
  rnnGrad,
  lstm,
  lstmGrad,
  gru,
  gruGrad,
} satisfies Readonly<Record<string, Reference>>;
