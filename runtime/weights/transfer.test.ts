import { describe, expect, it } from 'vitest';
import { conventions } from './conventions';
import { plain, putPart, rearrange, takePart, toOurs, toTheirs } from './layouts';
import { matchWeights } from './match';
import { nameTensors } from './naming';
import { fillTheirs, matchPattern } from './patterns';
import { readHeader, readTensor } from './safetensors';
import { readWeights, writeWeights } from './transfer';
import type { Convention, Layout, WeightSpec } from './types';

const counting = (size: number) => Float32Array.from({ length: size }, (_, i) => i);
const sizeOf = (shape: readonly number[]) => shape.reduce((size, n) => size * n, 1);
const spec = (name: string, shape: number[], params = {}, input: number[] = []): WeightSpec => ({
  name,
  shape,
  params,
  input,
});

describe('layouts', () => {
  const cases: [Layout, number[], number[], object?, number[]?][] = [
    ['same', [2, 3], [2, 3]],
    ['leading', [2, 3], [1, 2, 3]],
    ['linear', [2, 3], [3, 2]],
    ['convolution', [5, 2, 3], [3, 2, 5]],
    ['convolution', [4, 5, 2, 3], [3, 2, 4, 5]],
    ['convolution', [2, 4, 5, 2, 3], [3, 2, 2, 4, 5]],
    ['depthwise', [4, 5, 3, 2], [6, 1, 4, 5]],
    ['patches', [12, 5], [5, 3, 2, 2], { patch: 2 }, [1, 8, 6, 3]],
    ['patches', [24, 5], [5, 3, 2, 2, 2], { patch: 2 }, [1, 8, 6, 4, 3]],
  ];

  it.each(cases)('%s of %j is %j, and back', (layout, ours, theirs, params = {}, input = []) => {
    const rearrangement = rearrange(spec('w', ours, params, input), layout)!;
    expect(rearrangement.shape).toEqual(theirs);
    const values = counting(sizeOf(ours));
    const there = toTheirs(rearrangement, values);
    expect([...there].sort((a, b) => a - b)).toEqual([...values]);
    expect(toOurs(rearrangement, there)).toEqual(values);
  });

  it('puts each value where PyTorch has it', () => {
    const at = (values: Float32Array, shape: readonly number[], index: number[]) =>
      values[index.reduce((offset, i, axis) => offset * shape[axis] + i, 0)];
    const convolution = rearrange(spec('w', [4, 5, 2, 3]), 'convolution')!;
    const kernel = counting(120);
    const theirs = toTheirs(convolution, kernel);
    expect(at(theirs, [3, 2, 4, 5], [1, 0, 3, 2])).toBe(at(kernel, [4, 5, 2, 3], [3, 2, 0, 1]));
    const patches = rearrange(spec('w', [12, 5], { patch: 2 }, [1, 4, 4, 3]), 'patches')!;
    // Row 1, column 0, channel 2 of a patch is entry (1 * 2 + 0) * 3 + 2 of ours.
    expect(at(toTheirs(patches, counting(60)), [5, 3, 2, 2], [4, 2, 1, 0])).toBe(8 * 5 + 4);
    const depthwise = rearrange(spec('w', [4, 5, 3, 2]), 'depthwise')!;
    expect(at(toTheirs(depthwise, kernel), [6, 1, 4, 5], [5, 0, 3, 1])).toBe(
      at(kernel, [4, 5, 3, 2], [3, 1, 2, 1]),
    );
  });

  it('do not apply to what they are not made for', () => {
    expect(rearrange(spec('w', [3]), 'linear')).toBeNull();
    expect(rearrange(spec('w', [3, 4]), 'convolution')).toBeNull();
    expect(rearrange(spec('w', [3, 4]), 'depthwise')).toBeNull();
    expect(rearrange(spec('w', [12, 5]), 'patches')).toBeNull();
    expect(rearrange(spec('w', [12, 5], { patch: 5 }, [1, 5, 5, 3]), 'patches')).toBeNull();
    // What is put back from tokens is a linear layer.
    expect(rearrange(spec('w', [12, 5], { patch: 2 }, [1, 9, 12]), 'patches')).toBeNull();
  });

  it('take a part of any axis and put it back', () => {
    const whole = counting(24);
    const part = { axis: 1, begin: 1, size: 2 };
    const taken = takePart(whole, [2, 4, 3], part);
    expect([...taken]).toEqual([3, 4, 5, 6, 7, 8, 15, 16, 17, 18, 19, 20]);
    const copy = Float32Array.from(whole).fill(-1);
    putPart(copy, [2, 4, 3], part, taken);
    expect([...takePart(copy, [2, 4, 3], part)]).toEqual([...taken]);
    expect(copy.filter((value) => value === -1)).toHaveLength(12);
    expect(plain([2, 3]).outputs).toBe(1);
  });
});

describe('patterns', () => {
  it('find segments and make names of them', () => {
    expect(matchPattern('stage-{s}/{i}/norm', 'stage-2/0/norm')).toEqual({ s: '2', i: '0' });
    expect(matchPattern('stage-{s}/{i}/norm', 'stage-2/0/1/norm')).toBeNull();
    expect(matchPattern('{path*}/kernel', 'a/b-c/kernel')).toEqual({ path: 'a/b-c' });
    expect(matchPattern('plain', 'plain')).toEqual({});
    expect(matchPattern('a.b', 'axb')).toBeNull();
    expect(fillTheirs('layer{s}.{i+1}.{path}', { s: '2', i: '9', path: 'share:a/b-c' })).toBe(
      'layer2.10.a.b_c',
    );
  });
});

/** A little of everything. */
const specs = [
  spec('attend/query/kernel', [4, 4]),
  spec('attend/query/bias', [4]),
  spec('attend/key/kernel', [4, 4]),
  spec('attend/key/bias', [4]),
  spec('attend/value/kernel', [4, 4]),
  spec('attend/value/bias', [4]),
  spec('attend/output/kernel', [4, 6]),
  spec('uneven/query/kernel', [4, 2]),
  spec('uneven/key/kernel', [3, 2]),
  spec('uneven/value/kernel', [4, 4]),
  spec('lstm/layer_0/forward/kernel', [3, 8]),
  spec('lstm/layer_0/forward/recurrent_kernel', [2, 8]),
  spec('lstm/layer_0/forward/bias', [8]),
  spec('lstm/layer_0/forward/recurrent_bias', [8]),
  spec('lstm/layer_1/backward/kernel', [3, 8]),
  spec('lstm/layer_1/backward/recurrent_kernel', [2, 8]),
  spec('conv/kernel', [3, 3, 2, 5]),
  spec('depthwise/depthwise_kernel', [3, 3, 4, 2]),
  spec('volume/kernel', [2, 3, 3, 2, 5]),
  spec('patches/kernel', [12, 4], { patch: 2 }, [1, 4, 4, 3]),
  spec('norm/gamma', [4]),
  spec('norm/moving_variance', [4]),
  spec('share:words/table', [7, 4]),
  spec('a-b/kernel', [2, 3]),
  spec('a_b/kernel', [3, 2]),
];

async function save(id: string): Promise<Blob> {
  const parts: Blob[] = [];
  const values = (name: string) => {
    const index = specs.findIndex((each) => each.name === name);
    return counting(sizeOf(specs[index].shape)).map((value) => value + 1000 * index);
  };
  for await (const bytes of writeWeights(specs, id, values)) parts.push(new Blob([bytes]));
  return new Blob(parts);
}

describe('weights out and in', () => {
  it.each(conventions.map(({ id }) => id))('come back in the names of %s', async (id) => {
    const file = await save(id);
    const match = matchWeights(specs, await readHeader(file));
    expect(match.report).toMatchObject({ matched: specs.length, missing: [], unexpected: [] });
    const loaded = new Map<string, Float32Array>();
    for await (const { name, values } of readWeights(file, match)) loaded.set(name, values);
    for (const [index, { name, shape }] of specs.entries()) {
      expect(loaded.get(name)).toEqual(counting(sizeOf(shape)).map((n) => n + 1000 * index));
    }
  });

  it('are called and laid out as a PyTorch module has them', async () => {
    const file = await save('pytorch');
    const { tensors } = await readHeader(file);
    expect(Object.fromEntries([...tensors.values()].map((t) => [t.name, t.shape]))).toEqual({
      'attend.in_proj_weight': [12, 4],
      'attend.in_proj_bias': [12],
      'attend.out_proj.weight': [6, 4],
      'uneven.q_proj_weight': [2, 4],
      'uneven.k_proj_weight': [2, 3],
      'uneven.v_proj_weight': [4, 4],
      'lstm.weight_ih_l0': [8, 3],
      'lstm.weight_hh_l0': [8, 2],
      'lstm.bias_ih_l0': [8],
      'lstm.bias_hh_l0': [8],
      'lstm.weight_ih_l1_reverse': [8, 3],
      'lstm.weight_hh_l1_reverse': [8, 2],
      'conv.weight': [5, 2, 3, 3],
      'depthwise.weight': [8, 1, 3, 3],
      'volume.weight': [5, 2, 2, 3, 3],
      'patches.weight': [4, 3, 2, 2],
      'norm.weight': [4],
      'norm.running_var': [4],
      'words.weight': [7, 4],
      'a_b.weight': [3, 2],
      'a_b/kernel': [3, 2],
    });
    // Query, key and value one under the other, each turned.
    const joined = await readTensor(file, tensors.get('attend.in_proj_weight')!);
    expect([...joined.slice(0, 5)]).toEqual([0, 4, 8, 12, 1]);
    expect([...joined.slice(16, 18)]).toEqual([2000, 2004]);
  });

  it('of the Conv1D of GPT-2 are joined along their last axis, unturned', () => {
    const parts = ['query', 'key', 'value'].map((role) => `{i}/${role}/kernel`);
    const gpt: Convention = {
      id: 'gpt-2',
      title: 'GPT-2',
      rules: parts.map((ours) => ({
        ours,
        theirs: [{ name: 'h.{i}.attn.c_attn.weight', layout: 'same', parts }],
      })),
    };
    const own = ['query', 'key', 'value'].map((role) => spec(`0/${role}/kernel`, [2, 3]));
    const [joined] = nameTensors(own, gpt);
    expect(joined).toMatchObject({ name: 'h.0.attn.c_attn.weight', shape: [2, 9] });
    expect(joined.members.map(({ part }) => part)).toEqual(
      [0, 3, 6].map((begin) => ({ axis: 1, begin, size: 3 })),
    );
  });

  it('take a separate spelling where the file has it, and leave its counters', () => {
    const own = specs.slice(0, 6);
    const names: [string, number[]][] = [
      ['attend.q_proj_weight', [4, 4]],
      ['attend.k_proj_weight', [4, 4]],
      ['attend.v_proj_weight', [4, 4]],
      ['attend.in_proj_bias', [12]],
      ['norm.num_batches_tracked', []],
      ['num_batches_tracked', []],
    ];
    const stored = names.map(
      ([name, shape]) => [name, { name, shape, dtype: 'F32', begin: 0, end: 0 }] as const,
    );
    const { report } = matchWeights(own, { tensors: new Map(stored), metadata: {} });
    expect(report).toMatchObject({ matched: 6, missing: [], unexpected: [], misshaped: [] });
  });
});
