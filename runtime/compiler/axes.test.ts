import { describe, expect, it } from 'vitest';
import type { Axis } from '../graph/types';
import { type AxisBindings, matchAxes, nameAxes } from './axes';

const axes = (text: string): Axis[] =>
  text.split(' ').map((word) => {
    const [name, size] = word.split(':');
    return { name, size: Number(size), from: `at-${name}` };
  });
const fresh = (): AxisBindings => ({ names: new Map(), rest: null });

describe('matchAxes', () => {
  it('binds names, and holds a second port to them', () => {
    const bindings = fresh();
    expect(matchAxes('a', 'batch tokens d', axes('batch:2 tokens:65 d:8'), bindings)).toBeNull();
    expect(matchAxes('b', 'batch source d', axes('batch:2 tokens:7 d:8'), bindings)).toBeNull();
    expect(matchAxes('c', 'batch tokens d', axes('batch:2 tokens:64 d:8'), bindings)).toEqual({
      kind: 'size',
      name: 'tokens',
      found: { name: 'tokens', size: 64, from: 'at-tokens' },
      other: { name: 'tokens', size: 65, from: 'at-tokens' },
      otherPort: 'a',
    });
  });

  it('reports a wrong number of axes', () => {
    const found = axes('batch:1 height:28 width:28 channels:1');
    expect(matchAxes('x', 'batch tokens d', found, fresh())).toEqual({
      kind: 'rank',
      expected: 'batch tokens d',
      found,
    });
    expect(matchAxes('x', '... d', axes('batch:1'), fresh())).toBeNull();
    expect(matchAxes('x', 'batch ... d', axes('batch:1'), fresh())).toMatchObject({ kind: 'rank' });
  });

  it('matches the rest of both ports axis by axis', () => {
    const bindings = fresh();
    matchAxes('a', '...', axes('batch:2 tokens:65 d:8'), bindings);
    expect(matchAxes('b', '...', axes('batch:2 tokens:64 d:8'), bindings)).toMatchObject({
      kind: 'size',
      name: 'tokens',
    });
    expect(matchAxes('b', '...', axes('batch:2 d:8'), bindings)).toMatchObject({ kind: 'rank' });
  });

  it('lets a starred axis broadcast', () => {
    const bindings = fresh();
    matchAxes('query', 'batch tokens d', axes('batch:2 tokens:5 d:8'), bindings);
    expect(
      matchAxes('mask', 'batch* tokens* source*', axes('batch:1 tokens:5 source:9'), bindings),
    ).toBeNull();
    expect(matchAxes('mask', 'batch* tokens*', axes('batch:1 tokens:4'), bindings)).toMatchObject({
      kind: 'size',
    });
  });

  it('holds a fixed size', () => {
    expect(matchAxes('x', 'batch 3', axes('batch:2 c:4'), fresh())).toMatchObject({
      kind: 'fixed',
      expected: 3,
    });
  });
});

describe('nameAxes', () => {
  it('keeps the origin of what passes through, and names the node for what is new', () => {
    const bindings = fresh();
    matchAxes('x', 'batch tokens d_model', axes('batch:2 tokens:64 d_model:8'), bindings);
    expect(nameAxes('batch tokens d_model', [2, 65, 8], bindings, 'cls')).toEqual([
      { name: 'batch', size: 2, from: 'at-batch' },
      { name: 'tokens', size: 65, from: 'cls' },
      { name: 'd_model', size: 8, from: 'at-d_model' },
    ]);
  });

  it('carries the names of the rest', () => {
    const bindings = fresh();
    matchAxes('x', '... features', axes('batch:2 tokens:64 d_model:8'), bindings);
    expect(nameAxes('... units', [2, 64, 10], bindings, 'n1')).toEqual([
      { name: 'batch', size: 2, from: 'at-batch' },
      { name: 'tokens', size: 64, from: 'at-tokens' },
      { name: 'units', size: 10, from: 'n1' },
    ]);
  });
});
