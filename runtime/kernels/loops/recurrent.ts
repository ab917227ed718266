/**
 * Steps of recurrent networks over float arrays: what is left of one once the product of the former
 * state with the recurrent kernel is known. Equations: ops/recurrent.
 */

/** Which step of which sequences. */
export interface StepPlace {
  readonly batch: number;
  readonly tokens: number;
  readonly units: number;
  /** The token that is read. */
  readonly now: number;
  /** The token of the step before; -1 at the first. */
  readonly before: number;
}

/** 1 or 0 for each token [B, T]; null where all count. */
type Mask = Float32Array | null;

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** tanh by one exponential, free of overflow; its error is that of float32. */
function tanh(x: number): number {
  return 1 - 2 / (Math.exp(2 * x) + 1);
}

/** x and product [B, T, H] and [B, H]; writes h to `out` [B, T, H] and over `hidden` [B, H]. */
export function rnnStep(
  { batch, tokens, units, now }: StepPlace,
  x: Float32Array,
  product: Float32Array,
  isRelu: boolean,
  mask: Mask,
  out: Float32Array,
  hidden: Float32Array,
): void {
  for (let n = 0; n < batch; n++) {
    const row = n * tokens + now;
    const isHeld = mask !== null && mask[row] === 0;
    for (let j = 0; j < units; j++) {
      const own = n * units + j;
      if (!isHeld) {
        const sum = x[row * units + j]! + product[own]!;
        hidden[own] = isRelu ? Math.max(sum, 0) : tanh(sum);
      }
      out[row * units + j] = hidden[own]!;
    }
  }
}

/**
 * x [B, T, 4H], product [B, 4H], the first c [B, H]; writes h and c to `out` [B, T, 2H] and h over
 * `hidden` [B, H].
 */
export function lstmStep(
  { batch, tokens, units, now, before }: StepPlace,
  x: Float32Array,
  product: Float32Array,
  cell: Float32Array,
  mask: Mask,
  out: Float32Array,
  hidden: Float32Array,
): void {
  for (let n = 0; n < batch; n++) {
    const row = n * tokens + now;
    const isHeld = mask !== null && mask[row] === 0;
    const given = row * 4 * units;
    const multiplied = n * 4 * units;
    for (let j = 0; j < units; j++) {
      const own = n * units + j;
      let c = before < 0 ? cell[own]! : out[((n * tokens + before) * 2 + 1) * units + j]!;
      if (!isHeld) {
        const write = sigmoid(x[given + j]! + product[multiplied + j]!);
        const keep = sigmoid(x[given + units + j]! + product[multiplied + units + j]!);
        const fresh = tanh(x[given + 2 * units + j]! + product[multiplied + 2 * units + j]!);
        const show = sigmoid(x[given + 3 * units + j]! + product[multiplied + 3 * units + j]!);
        c = keep * c + write * fresh;
        hidden[own] = show * tanh(c);
      }
      out[row * 2 * units + j] = hidden[own]!;
      out[(row * 2 + 1) * units + j] = c;
    }
  }
}

/** x [B, T, 3H], product [B, 3H], bias [3H]; writes h to `out` [B, T, H] and over `hidden` [B, H]. */
export function gruStep(
  { batch, tokens, units, now }: StepPlace,
  x: Float32Array,
  product: Float32Array,
  bias: Float32Array,
  mask: Mask,
  out: Float32Array,
  hidden: Float32Array,
): void {
  for (let n = 0; n < batch; n++) {
    const row = n * tokens + now;
    const isHeld = mask !== null && mask[row] === 0;
    const given = row * 3 * units;
    const multiplied = n * 3 * units;
    for (let j = 0; j < units; j++) {
      const own = n * units + j;
      if (!isHeld) {
        const [r, z, m] = [j, units + j, 2 * units + j] as const;
        const reset = sigmoid(x[given + r]! + product[multiplied + r]! + bias[r]!);
        const update = sigmoid(x[given + z]! + product[multiplied + z]! + bias[z]!);
        const fresh = tanh(x[given + m]! + reset * (product[multiplied + m]! + bias[m]!));
        hidden[own] = (1 - update) * fresh + update * hidden[own]!;
      }
      out[row * units + j] = hidden[own]!;
    }
  }
}

export interface BackwardArrays {
  /** [B, T, C * H], and H more with a cell. */
  readonly factors: Float32Array;
  /** [B, T, H], or [B, T, 2H] with a cell. */
  readonly grad: Float32Array;
  /** [B, H]: the later step's gradient through the kernel; null at the last step. */
  readonly through: Float32Array | null;
  /** [B, T, C * H] */
  readonly out: Float32Array;
  /** [B, width]: the first columns of the row again, for the next product. */
  readonly gates: Float32Array;
}

/** One step of ops/recurrent/backward.ts; `before` is the later token here. */
export function backwardStep(
  { batch, tokens, units, now, before }: StepPlace,
  { factors, grad, through, out, gates }: BackwardArrays,
  uses: string,
  keptAt: number,
): void {
  const columns = uses.length;
  const hasCell = uses.includes('c');
  const factorColumns = hasCell ? columns + 1 : columns;
  const width = gates.length / (batch * units);
  for (let n = 0; n < batch; n++) {
    const row = n * tokens + now;
    const later = (n * tokens + before) * columns * units;
    for (let j = 0; j < units; j++) {
      let hidden = grad[row * (hasCell ? 2 : 1) * units + j]!;
      const own = row * factorColumns * units + j;
      if (through) hidden += through[n * units + j]! + out[later + keptAt * units + j]!;
      let cell = 0;
      if (hasCell) {
        cell = grad[(row * 2 + 1) * units + j]! + hidden * factors[own + columns * units]!;
        if (through) cell += out[later + (columns - 1) * units + j]!;
      }
      for (let column = 0; column < columns; column++) {
        const value = (uses[column] === 'c' ? cell : hidden) * factors[own + column * units]!;
        out[(row * columns + column) * units + j] = value;
        if (column < width) gates[(n * width + column) * units + j] = value;
      }
    }
  }
}

/** ops/recurrent/lstmGrad.ts: gates [N, 4H] and the cell before [N, H] to factors [N, 7H]. */
export function lstmFactors(
  gates: Float32Array,
  cell: Float32Array,
  mask: Mask,
  units: number,
  out: Float32Array,
): void {
  for (let row = 0; row < cell.length / units; row++) {
    const kept = mask ? mask[row]! : 1;
    for (let j = 0; j < units; j++) {
      const gate = row * 4 * units + j;
      const i = sigmoid(gates[gate]!);
      const f = sigmoid(gates[gate + units]!);
      const g = tanh(gates[gate + 2 * units]!);
      const o = sigmoid(gates[gate + 3 * units]!);
      const c = cell[row * units + j]!;
      const shown = tanh(f * c + i * g);
      const at = row * 7 * units + j;
      out[at] = kept * g * i * (1 - i);
      out[at + units] = kept * c * f * (1 - f);
      out[at + 2 * units] = kept * i * (1 - g * g);
      out[at + 3 * units] = kept * shown * o * (1 - o);
      out[at + 4 * units] = 1 - kept;
      out[at + 5 * units] = kept * f + 1 - kept;
      out[at + 6 * units] = kept * o * (1 - shown * shown);
    }
  }
}

/** ops/recurrent/gruGrad.ts: x and projected [N, 3H] and h before [N, H] to factors [N, 5H]. */
export function gruFactors(
  x: Float32Array,
  projected: Float32Array,
  hidden: Float32Array,
  mask: Mask,
  units: number,
  out: Float32Array,
): void {
  for (let row = 0; row < hidden.length / units; row++) {
    const kept = mask ? mask[row]! : 1;
    for (let j = 0; j < units; j++) {
      const gate = row * 3 * units + j;
      const reset = sigmoid(x[gate]! + projected[gate]!);
      const update = sigmoid(x[gate + units]! + projected[gate + units]!);
      const recalled = projected[gate + 2 * units]!;
      const fresh = tanh(x[gate + 2 * units]! + reset * recalled);
      const toFresh = kept * (1 - update) * (1 - fresh * fresh);
      const at = row * 5 * units + j;
      out[at] = toFresh * recalled * reset * (1 - reset);
      out[at + units] = kept * (hidden[row * units + j]! - fresh) * update * (1 - update);
      out[at + 2 * units] = toFresh * reset;
      out[at + 3 * units] = toFresh;
      out[at + 4 * units] = kept * update + 1 - kept;
    }
  }
}
