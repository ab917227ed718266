/** Blocks that move, cut and combine: what axes are called afterwards, and what sizes cannot be. */
import { describe, expect, it } from 'vitest';
import { analyze } from '../../compiler/analyze';
import { emptyDocument, type GraphDocument, type ParamValue } from '../../graph/document';

type Params = Readonly<Record<string, ParamValue>>;

/** A picture of 6 x 4 with 3 channels into a block. */
function withPicture(block: string, params: Params = {}, port = 'x'): GraphDocument {
  const node = (id: string, name: string, values: Params) => ({
    [id]: { id, block: name, params: values, position: { x: 0, y: 0 } },
  });
  return {
    ...emptyDocument('Test'),
    nodes: {
      ...node('picture', 'image-input', { height: 6, width: 4, channels: 3 }),
      ...node('subject', block, params),
    },
    edges: [{ source: 'picture', sourcePort: 'image', target: 'subject', targetPort: port }],
  };
}

function axesOf(block: string, params: Params = {}): string {
  const { types } = analyze(withPicture(block, params));
  const axes = types.get('subject.y')?.axes ?? [];
  return axes.map(({ name, size }) => `${name} ${size}`).join(', ');
}

function problemOf(block: string, params: Params) {
  const problem = analyze(withPicture(block, params)).diagnostics.find(
    ({ at }) => at.path === 'subject',
  );
  const { message, at, fixes = [] } = problem ?? { message: '', at: {} };
  return { message, param: at.param, fixes: fixes.map(({ label }) => label) };
}

describe('axes keep their names', () => {
  it.each([
    ['last-first', 'batch 1, channels 3, height 6, width 4'],
    ['first-last', 'batch 1, width 4, channels 3, height 6'],
    ['swap-first', 'batch 1, width 4, height 6, channels 3'],
    ['swap-last', 'batch 1, height 6, channels 3, width 4'],
    ['reverse', 'batch 1, channels 3, width 4, height 6'],
  ])('permuted, %s', (order, expected) => {
    expect(axesOf('permute', { order })).toBe(expected);
  });

  it('where one goes, or is cut', () => {
    expect(axesOf('mean', { axis: 2 })).toBe('batch 1, height 6, channels 3');
    expect(axesOf('slice', { axis: 1, start: 2 })).toBe('batch 1, height 4, width 4, channels 3');
  });

  it('and get the usual ones when reshaped', () => {
    expect(axesOf('reshape')).toBe('batch 1, features 72');
    expect(axesOf('reshape', { first: -1, second: 3 })).toBe('batch 1, tokens 24, features 3');
  });

  it('and where they come from, as long as their size stays', () => {
    const { types } = analyze(withPicture('permute'));
    expect(types.get('subject.y')?.axes.map(({ from }) => from)).toEqual(
      Array.from({ length: 4 }, () => 'picture'),
    );
    const { types: cut } = analyze(withPicture('slice', { axis: 2, count: 1 }));
    expect(cut.get('subject.y')?.axes.map(({ from }) => from)).toEqual([
      'picture',
      'picture',
      'subject',
      'picture',
    ]);
  });
});

describe('sizes that cannot be', () => {
  it('reshape: numbers that do not fill the axes', () => {
    expect(problemOf('reshape', { first: 5, second: -1 })).toEqual({
      message: '72 numbers an example do not fill 5 x what is left.',
      param: 'second',
      fixes: [],
    });
    expect(problemOf('reshape', { first: 6, second: 10 })).toEqual({
      message: '72 numbers an example do not fill 6 x 10.',
      param: 'second',
      fixes: ['Set the second size to 12'],
    });
  });

  it('reshape: two axes of what is left, or none at all', () => {
    expect(problemOf('reshape', { first: -1, second: -1 })).toEqual({
      message: 'Only one axis can take what is left.',
      param: 'second',
      fixes: ['Set the second size to 0'],
    });
    expect(problemOf('reshape', { first: 0 })).toEqual({
      message: 'Every size is 0, so no axis is left.',
      param: 'first',
      fixes: ['Set the first size to 72'],
    });
  });

  it('slice and mean: an axis or places that are not there', () => {
    expect(problemOf('mean', { axis: 4 })).toEqual({
      message: 'There is no axis 4: the last is 3, and the batch is 0.',
      param: 'axis',
      fixes: ['Set axis to 3'],
    });
    expect(problemOf('slice', { axis: 2, start: 3, count: 2 })).toEqual({
      message: 'Axis 2 has 4 places: 3 to 4 are not among them.',
      param: 'count',
      fixes: ['Set count to 1'],
    });
    expect(problemOf('slice', { axis: 2, start: 7 })).toEqual({
      message: 'Axis 2 has 4 places: 7 is not among them.',
      param: 'start',
      fixes: ['Set start to 0'],
    });
  });
});
