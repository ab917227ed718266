/** The slope of a loss along its gradient, as computed and as measured. */
import { gradientTap } from '../../compiler/differentiate';
import type { Program } from '../../ops/program';
import { runProgram, type Weights } from './runProgram';

export interface Slope {
  /** Length of the gradient: how fast the loss rises along `direction`. */
  readonly slope: number;
  /** The gradient, scaled to length 1. */
  readonly direction: Weights;
}

/** Reads the gradient off a program compiled for the purpose `gradient`, from the values of a run. */
export function steepest(program: Program, values: readonly Float32Array[]): Slope {
  const gradients: Record<string, Float32Array> = {};
  let squares = 0;
  for (const leaf of program.leaves) {
    if (leaf.kind !== 'weight' || !leaf.trainable) continue;
    const id = program.taps[gradientTap(leaf.name)];
    if (id === undefined) continue;
    gradients[leaf.name] = values[id];
    for (const g of values[id]) squares += g * g;
  }
  const slope = Math.sqrt(squares);
  const direction = Object.fromEntries(
    Object.entries(gradients).map(([name, gradient]) => [name, gradient.map((g) => g / slope)]),
  );
  return { slope, direction };
}

/** Change of the loss along a direction, by central difference. */
export function measureSlope(
  program: Program,
  weights: Weights,
  direction: Weights,
  step = 4e-3,
): number {
  const lossAt = (distance: number) => {
    const moved = Object.fromEntries(
      Object.entries(weights).map(([name, values]) => [
        name,
        values.map((w, i) => w + distance * (direction[name]?.[i] ?? 0)),
      ]),
    );
    const { values } = runProgram(program, moved);
    let loss = 0;
    for (const { kind, value } of program.outputs) if (kind === 'loss') loss += values[value][0];
    return loss;
  };
  return (lossAt(step) - lossAt(-step)) / (2 * step);
}
