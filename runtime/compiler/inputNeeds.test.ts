import { describe, expect, it } from 'vitest';
import { allBlocks } from '../blocks/registry';
import { emptyDocument, type GraphDocument, type ParamValue } from '../graph/document';
import { documentOf } from '../session/testing/documents';
import { analyze, runFrontEnd } from './analyze';
import { needsOf } from './inputNeeds';
import { createReporter } from './reporter';

/** The input that a block makes; none for most. */
function inputOf(block: string, params: Readonly<Record<string, ParamValue>> = {}) {
  const document: GraphDocument = {
    ...emptyDocument(),
    nodes: { it: { id: 'it', block, params, position: { x: 0, y: 0 } } },
  };
  const { traced } = runFrontEnd(document, {}, createReporter());
  const leaf = traced.program.leaves.find(({ kind }) => kind === 'input');
  if (leaf?.kind !== 'input') return null;
  return { spec: leaf.spec, shape: traced.program.types[leaf.value].shape.slice(1) };
}

const inputs = allBlocks().flatMap((block) => {
  const input = inputOf(block.id);
  return input ? [{ block, ...input }] : [];
});

describe('the inputs of graphs', () => {
  it('are found', () => {
    expect(inputs.map(({ block }) => block.id)).toContain('image-input');
    expect(inputs.length).toBeGreaterThanOrEqual(8);
  });

  it.each(inputs.map((input) => [input.block.id, input] as const))(
    '%s names a parameter for each of its sizes',
    (id, { block, spec, shape }) => {
      const params = spec.params ?? [];
      let settable = 0;
      for (const name of params) {
        const param = block.params[name];
        if (param.kind !== 'int') continue;
        const changed = inputOf(id, { [name]: Number(param.default) + 1 });
        const sizes = [...shape, spec.vocabulary ?? 0];
        const after = [...(changed?.shape ?? []), changed?.spec.vocabulary ?? 0];
        const moved = after.flatMap((size, i) => (size === sizes[i] ? [] : [size - sizes[i]]));
        expect(moved, name).toEqual([1]);
        settable++;
      }
      // The four numbers of a box are fixed.
      const fixed = spec.field === 'boxes' ? 1 : 0;
      expect(settable + fixed).toBe(shape.length + (spec.vocabulary === undefined ? 0 : 1));
      if (spec.tokenizer !== undefined) expect(params).toContain('tokenizer');
      if (spec.axes) expect(params.slice(0, spec.axes.length)).toEqual(spec.axes);
    },
  );
});

describe('needsOf', () => {
  const nodes: Parameters<typeof documentOf>[0] = {
    image: ['image-input', { height: 6, width: 4, channels: 3 }],
    flat: ['flatten'],
    logits: ['linear', { units: 5 }],
    out: ['class-output'],
    label: ['label-input', { classes: 5 }],
  };
  const wires = ['image.image > flat.x', 'flat.y > logits.x', 'logits.y > out.logits'];

  it('gives the path and the sizes of one example, without the batch', () => {
    const { program } = analyze(documentOf(nodes, wires), { batch: 7 }).plan;
    expect(needsOf(program)).toEqual([
      {
        path: 'image',
        role: 'image',
        field: 'image',
        shape: [6, 4, 3],
        params: ['height', 'width', 'channels'],
      },
    ]);
  });

  it('asks for labels where a loss reads them', () => {
    const document = documentOf({ ...nodes, loss: ['cross-entropy'] }, [
      ...wires,
      'logits.y > loss.logits',
      'label.labels > loss.labels',
    ]);
    const { program } = analyze(document).plan;
    expect(needsOf(program).map(({ field, vocabulary }) => [field, vocabulary])).toEqual([
      ['image', undefined],
      ['label', 5],
    ]);
  });
});
