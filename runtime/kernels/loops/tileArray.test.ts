import fc from 'fast-check';
import { expect, it } from 'vitest';
import { tileArray } from './tileArray';

it('repeats any shape along any axes', () => {
  const axis = fc.record({
    size: fc.integer({ min: 1, max: 4 }),
    times: fc.integer({ min: 1, max: 5 }),
  });
  fc.assert(
    fc.property(fc.array(axis, { maxLength: 4 }), (axes) => {
      const shape = axes.map(({ size }) => size);
      const tiled = axes.map(({ size, times }) => size * times);
      const values = Float32Array.from({ length: product(shape) }, (_, i) => i + 1);
      const out = new Float32Array(product(tiled));
      tileArray(
        values,
        shape,
        axes.map(({ times }) => times),
        out,
      );
      expect(out).toEqual(out.map((_, index) => values[sourceOf(index, tiled, shape)]));
    }),
  );
});

const product = (sizes: readonly number[]) => sizes.reduce((all, size) => all * size, 1);

/** The element that the definition puts at `index`: every coordinate modulo the size. */
function sourceOf(index: number, tiled: readonly number[], shape: readonly number[]): number {
  let rest = index;
  let source = 0;
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    source += ((rest % tiled[axis]) % shape[axis]) * stride;
    stride *= shape[axis];
    rest = Math.floor(rest / tiled[axis]);
  }
  return source;
}
