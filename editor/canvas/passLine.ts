/** Lines through a bypassed box, from the port whose input is passed on to the port that carries it. */
import type { Point } from './geometry';
import type { Box } from './scene';

/** Corners of each line, relative to the box. `passes`: by output port, the input port. */
export function passLines(
  { ports }: Pick<Box, 'ports'>,
  passes: Readonly<Record<string, string>>,
): readonly (readonly Point[])[] {
  return Object.entries(passes).flatMap(([output, input]) => {
    const from = ports.find(({ kind, id }) => kind === 'input' && id === input);
    const to = ports.find(({ kind, id }) => kind === 'output' && id === output);
    if (!from || !to) return [];
    const [a, b] = [from.at, to.at];
    const leaves = isVertical(from.side);
    if (leaves !== isVertical(to.side)) {
      return [[a, leaves ? { x: a.x, y: b.y } : { x: b.x, y: a.y }, b]];
    }
    if (a.x === b.x || a.y === b.y) return [[a, b]];
    const middle = leaves ? (a.y + b.y) / 2 : (a.x + b.x) / 2;
    return leaves
      ? [[a, { x: a.x, y: middle }, { x: b.x, y: middle }, b]]
      : [[a, { x: middle, y: a.y }, { x: middle, y: b.y }, b]];
  });
}

const isVertical = (side: 'top' | 'bottom' | 'left' | 'right') =>
  side === 'top' || side === 'bottom';

/** Where no shapes are known, as in a thumbnail: the first input stands for the first output. */
export function usualPasses({ block }: Pick<Box, 'block'>): Readonly<Record<string, string>> {
  const [input] = Object.keys(block?.inputs ?? {});
  const [output] = Object.keys(block?.outputs ?? {});
  return input === undefined || output === undefined ? {} : { [output]: input };
}
