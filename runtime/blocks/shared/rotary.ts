/** Rotary positions. Su et al. 2021 (RoFormer), section 3.2.2, equation 34. */
import type { Value } from '../../ops/types';
import type { BlockBuilder } from '../types';

/**
 * Which features turn together: feature i and i + d/2 (`half`, as GPT-NeoX and Llama have it), or
 * neighbours (`interleaved`, as the paper has it).
 */
export type RotaryLayout = 'half' | 'interleaved';

/**
 * Turns the pairs of features of `x` [..., T, d] by angles position * base^(-2i/d), d even. Scores
 * of turned queries and keys depend on the distance of their places alone.
 */
export function rotate(b: BlockBuilder, x: Value, base: number, layout: RotaryLayout): Value {
  const [tokens, width] = x.shape.slice(-2);
  const table = (name: 'cos' | 'sin') =>
    b.constant(
      `rotary ${name} ${layout} ${base} ${tokens} ${width}`,
      { shape: [tokens, width], dtype: 'float32' },
      () => angles(tokens, width, base, layout).map(Math[name]),
    );
  const turned = layout === 'half' ? turnHalves(b, x) : turnNeighbours(b, x);
  return b.add([b.mul([x, table('cos')]), b.mul([turned, table('sin')])]);
}

/** [a, b] -> [-b, a] */
function turnHalves(b: BlockBuilder, x: Value): Value {
  const axis = x.shape.length - 1;
  const half = x.shape[axis] / 2;
  const size = x.shape.with(axis, half);
  const part = (from: number) =>
    b.slice([x], { begin: x.shape.map((_, i) => (i === axis ? from : 0)), size });
  return b.concat([b.neg([part(half)]), part(0)], { axis });
}

/** [a0, b0, a1, b1 ...] -> [-b0, a0, -b1, a1 ...] */
function turnNeighbours(b: BlockBuilder, x: Value): Value {
  const pairs = x.shape.reduce((product, n) => product * n, 1) / 2;
  return b.reshape([turnHalves(b, b.reshape([x], { shape: [pairs, 2] }))], { shape: x.shape });
}

/** [tokens, width], radians. */
function angles(tokens: number, width: number, base: number, layout: RotaryLayout): Float32Array {
  const values = new Float32Array(tokens * width);
  for (let position = 0; position < tokens; position++) {
    for (let j = 0; j < width; j++) {
      const pair = layout === 'half' ? j % (width / 2) : Math.floor(j / 2);
      values[position * width + j] = position * base ** ((-2 * pair) / width);
    }
  }
  return values;
}
