/** The builder of programs: ids, defaults, origins, merged constants, going on with a program. */
import { describe, expect, it } from 'vitest';
import { createProgramBuilder } from './createOpBuilder';
import { OpError } from './types';

const matrix = { shape: [2, 3], dtype: 'float32' } as const;
const nothing = { outputs: [], updates: [], taps: {} };

describe('createProgramBuilder', () => {
  it('appends instructions with inferred types, defaults and origin', () => {
    const builder = createProgramBuilder();
    const x = builder.addLeaf({ kind: 'scalar', name: 'x' }, matrix);
    builder.at('encoder/0/attention', 'forward');
    const y = builder.ops.matmul([x, x], { transposeB: true });
    expect(y).toEqual({ id: 1, shape: [2, 2], dtype: 'float32' });
    const { instructions, types } = builder.finish(nothing);
    expect(types).toEqual([matrix, { shape: [2, 2], dtype: 'float32' }]);
    expect(instructions).toHaveLength(1);
    expect(instructions[0]).toMatchObject({
      inputs: [0, 0],
      output: 1,
      path: 'encoder/0/attention',
      phase: 'forward',
      attrs: { transposeA: false, transposeB: true },
    });
  });

  it('merges constants of equal key and type only', () => {
    const { ops } = createProgramBuilder();
    const table = (key: string, size: number) =>
      ops.constant(key, { shape: [size], dtype: 'float32' }, () => new Float32Array(size));
    expect(table('positions', 4).id).toBe(table('positions', 4).id);
    expect(table('positions', 5).id).not.toBe(table('positions', 4).id);
    expect(table('angles', 4).id).not.toBe(table('positions', 4).id);
    expect(ops.scalar(0.5).id).toBe(ops.scalar(0.5).id);
    expect(ops.scalar(0).id).not.toBe(ops.scalar(-1).id);
  });

  it('goes on with a program and leaves that as it was', () => {
    const first = createProgramBuilder();
    const x = first.addLeaf({ kind: 'scalar', name: 'x' }, matrix);
    const half = first.ops.scalar(0.5);
    const y = first.ops.mul([x, half]);
    const base = first.finish(nothing);

    const second = createProgramBuilder(base);
    expect(second.valueOf(y.id)).toEqual(y);
    expect(second.ops.scalar(0.5).id).toBe(half.id);
    second.at('mul', 'backward');
    const z = second.ops.neg([second.valueOf(y.id)]);
    expect(z.id).toBe(base.types.length);
    expect(second.finish(nothing).instructions.map(({ phase }) => phase)).toEqual([
      'forward',
      'backward',
    ]);
    expect(base.instructions).toHaveLength(1);
  });

  it('refuses values that it does not know', () => {
    const { ops } = createProgramBuilder();
    expect(() => ops.neg([{ id: 9, shape: [1], dtype: 'float32' }])).toThrow(OpError);
  });
});
