/** What ops tell of the memory that they work in is what tfjs then holds. */
import { describe, expect, it } from 'vitest';
import { bytesOf } from '../graph/types';
import { startBackend } from '../kernels/testing/startBackend';
import { watchBuffers } from '../kernels/testing/watchBuffers';
import { cases } from './testing/cases';
import { attrsOf, context, drawInputs, opNames, opOf, toTensor, typesOf } from './testing/runCase';

/** Scalars that tfjs makes of numbers: a few bytes, whatever the size of the values. */
const SCALARS = 64;

describe.each(['cpu', 'wasm'] as const)('on %s', (backend) => {
  it.each(opNames)('%s works in no more than it tells', async (name) => {
    const { tf } = await startBackend(backend);
    for (const one of cases[name]) {
      const arrays = drawInputs(name, one);
      const types = typesOf(arrays);
      const attrs = attrsOf(name, one);
      const output = opOf(name).infer(types, attrs);
      const watch = watchBuffers(tf);
      const tensors = arrays.map((array) => toTensor(tf, array));
      const given = watch.now();
      const result = opOf(name).run(tf, tensors, attrs, context);
      watch.stop();
      const told = opOf(name).workspace?.(types, output, attrs, backend !== 'cpu') ?? 0;
      const used = watch.peak().bytes - given - bytesOf(output);
      expect(used, `${JSON.stringify(types)} ${JSON.stringify(attrs)}`).toBeLessThanOrEqual(
        told + SCALARS,
      );
      tf.dispose([result, ...tensors]);
    }
  });
});
