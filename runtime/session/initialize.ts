/**
 * Starting values of weights, in plain JavaScript: the same numbers on every backend. Each weight
 * draws from its own stream, so its values do not depend on what else is in the graph.
 */
import { createRandom } from '../graph/random';
import { sizeOf } from '../graph/types';
import type { Initializer } from '../ops/program';

/** Values of the weight `name`; they depend on the seed, the name and the shape alone. */
export function initialValues(
  seed: number,
  name: string,
  shape: readonly number[],
  initializer: Initializer,
): Float32Array {
  const values = new Float32Array(sizeOf(shape));
  const random = createRandom(seed).fork('weights').fork(name);
  const fill = (draw: () => number) => {
    for (let index = 0; index < values.length; index++) values[index] = draw();
    return values;
  };
  const uniform = (limit: number, least = -limit) =>
    fill(() => least + random.next() * (limit - least));

  switch (initializer.kind) {
    case 'zeros':
      return values;
    case 'ones':
      return values.fill(1);
    case 'constant':
      return values.fill(initializer.value);
    case 'values':
      return Float32Array.from(initializer.values);
    case 'normal':
      return fill(() => random.normal() * initializer.std);
    case 'truncatedNormal':
      // Cut at two standard deviations, as TensorFlow does; PyTorch and timm cut at -2 and 2.
      return fill(() => {
        let value = random.normal();
        while (Math.abs(value) > 2) value = random.normal();
        return value * initializer.std;
      });
    case 'uniform':
      return uniform(initializer.limit, initializer.least);
    case 'glorotUniform':
      // Glorot and Bengio 2010, equation 16.
      return uniform(Math.sqrt(6 / (initializer.fanIn + initializer.fanOut)));
    case 'heNormal':
      // He et al. 2015, equation 10.
      return fill(() => random.normal() * Math.sqrt(2 / initializer.fan));
  }
}
