/** The contract of every op on the cpu and wasm backends. */
import { describe, expect, it } from 'vitest';
import { cases } from './testing/cases';
import { testContract } from './testing/contract';
import { attrsOf, drawInputs, gradientProgram, opNames, opOf, typesOf } from './testing/runCase';

/** Ops that may work above rank 4: views, and kernels that were found right there. */
const ANY_RANK = ['reshape', 'transpose', 'sum', 'concat'];

/** Ops that do more than a product: cells of recurrent networks. */
const CELLS = ['rnn', 'rnnGrad', 'lstm', 'lstmGrad', 'gru', 'gruGrad'];

describe.each(opNames)('%s', (name) => {
  it('is named as in the table and has cases', () => {
    expect(opOf(name).name).toBe(name);
    expect(cases[name].length).toBeGreaterThan(2);
  });

  it('costs nothing negative', () => {
    for (const one of cases[name]) {
      const types = typesOf(drawInputs(name, one));
      const attrs = attrsOf(name, one);
      const output = opOf(name).infer(types, attrs);
      const flops = opOf(name).flops(types, output, attrs);
      expect(flops).toBeGreaterThanOrEqual(0);
      const macs = opOf(name).macs?.(types, output, attrs);
      if (macs === undefined) continue;
      if (CELLS.includes(name)) expect(flops).toBeGreaterThan(2 * macs);
      else expect(flops).toBe(2 * macs);
    }
  });

  if (opOf(name).gradient) {
    it('has a gradient of ops that keep to rank 4', () => {
      for (const one of cases[name]) {
        const types = typesOf(drawInputs(name, one));
        const attrs = attrsOf(name, one);
        if (opOf(name).infer(types, attrs).dtype !== 'float32') continue;
        const { program } = gradientProgram(name, types, attrs);
        for (const { op, inputs, output } of program.instructions) {
          if (ANY_RANK.includes(op.name)) continue;
          for (const id of [...inputs, output]) {
            expect(program.types[id]!.shape.length, op.name).toBeLessThanOrEqual(4);
          }
        }
      }
    });
  }
});

testContract('cpu');
testContract('wasm');
