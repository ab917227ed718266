import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BASE, type Experiment, type GraphDocument, type RunRecord } from './document';
import { documentArbitrary } from './testing/arbitraries';
import {
  toVariant,
  variantDocument,
  variantIds,
  withResults,
  withVariantDocument,
} from './variants';

const experiment: Experiment = {
  dataset: 'mnist',
  batchSize: 32,
  steps: 10,
  optimizer: 'adam',
  learningRate: 0.01,
  warmupSteps: 0,
  seed: 1,
  clipNorm: 1,
};

const base: GraphDocument = {
  format: 'patchbay',
  version: 2,
  title: 'Base',
  hyperparameters: [{ name: 'heads', value: 8 }],
  nodes: { n1: { id: 'n1', block: 'linear', params: {}, position: { x: 0, y: 0 } } },
  edges: [],
  definitions: {},
  experiment,
};
const whole: GraphDocument = {
  ...base,
  variants: [toVariant('v1', { ...base, title: 'Four' }, experiment)],
  comparison: { seeds: 3 },
};

const edit = (document: GraphDocument | null, part: Partial<GraphDocument>) => ({
  ...(document as GraphDocument),
  ...part,
});

describe('a variant as a document', () => {
  it('is a graph of its own that is trained as the base', () => {
    expect(variantDocument(whole, 'v1')).toEqual({ ...base, title: 'Four' });
    expect(variantDocument(whole, BASE)).toEqual(base);
    expect(variantDocument(whole, 'v2')).toBeNull();
  });

  it('is the same object each time, so that what is derived from it is kept', () => {
    expect(variantDocument(whole, 'v1')).toBe(variantDocument(whole, 'v1'));
    expect(withVariantDocument(whole, 'v1', variantDocument(whole, 'v1') as GraphDocument)).toBe(
      whole,
    );
  });

  it('follows the base where its training says nothing else', () => {
    const slower = { ...experiment, learningRate: 0.001 };
    const own = withVariantDocument(
      whole,
      'v1',
      edit(variantDocument(whole, 'v1'), { experiment: slower }),
    );
    expect(own.variants?.[0].experiment).toEqual({ learningRate: 0.001 });
    const longer = edit(variantDocument(own, BASE), { experiment: { ...experiment, steps: 500 } });
    const after = withVariantDocument(own, BASE, longer);
    expect(variantDocument(after, 'v1')?.experiment).toEqual({ ...slower, steps: 500 });
    expect(after.comparison).toEqual({ seeds: 3 });
  });

  it('may leave a setting of the base unsaid', () => {
    const { clipNorm: _clip, ...free } = experiment;
    const own = withVariantDocument(
      whole,
      'v1',
      edit(variantDocument(whole, 'v1'), { experiment: free }),
    );
    expect(own.variants?.[0].experiment).toEqual({ clipNorm: null });
    expect(variantDocument(own, 'v1')?.experiment).toEqual(free);
  });

  it('says how all are trained where the base says nothing yet', () => {
    const { experiment: _none, ...silent } = whole;
    const own = withVariantDocument(
      silent,
      'v1',
      edit(variantDocument(silent, 'v1'), { experiment }),
    );
    expect(own.experiment).toEqual(experiment);
    expect(own.variants?.[0]).not.toHaveProperty('experiment');
  });

  it('keeps the objects of what an edit did not touch', () => {
    const two: GraphDocument = {
      ...whole,
      variants: [
        ...(whole.variants ?? []),
        { ...toVariant('v2', base, experiment), experiment: { seed: 2 } },
      ],
    };
    const before = variantIds(two).map((id) => variantDocument(two, id));
    const edited = edit(before[1], { edges: [] });
    const after = withVariantDocument(two, 'v1', edited);
    expect(variantIds(after).map((id) => variantDocument(after, id))).toEqual([
      before[0],
      edited,
      before[2],
    ]);
    for (const [at, id] of variantIds(after).entries()) {
      expect(variantDocument(after, id)).toBe(at === 1 ? edited : before[at]);
    }
    const renamed = withVariantDocument(after, BASE, edit(before[0], { title: 'Other' }));
    expect(variantDocument(renamed, 'v2')).toBe(before[2]);
    const slower = withVariantDocument(
      renamed,
      BASE,
      edit(variantDocument(renamed, BASE), { experiment: { ...experiment, steps: 99 } }),
    );
    expect(variantDocument(slower, 'v2')?.experiment).toEqual({
      ...experiment,
      steps: 99,
      seed: 2,
    });
  });

  it('is the document itself where there is nothing beside it', () => {
    expect(variantDocument(base, BASE)).toBe(base);
    const edited = { ...base, title: 'Other' };
    expect(withVariantDocument(base, BASE, edited)).toBe(edited);
  });

  it('does not change with results', () => {
    const results = [{ variant: 'v1' }] as unknown as RunRecord[];
    const before = variantIds(whole).map((id) => variantDocument(whole, id));
    const after = withResults(whole, results);
    expect(after.results).toBe(results);
    expect(variantIds(after).map((id) => variantDocument(after, id))).toEqual(before);
    expect(variantDocument(after, 'v1')).toBe(before[1]);
    expect(withResults(after, [])).toEqual(whole);
    expect(withResults(whole, [])).toBe(whole);
    expect(variantDocument(withResults(base, results), BASE)).toBe(base);
  });

  it('leaves all else as it was, whatever is edited', () => {
    fc.assert(
      fc.property(documentArbitrary, fc.nat(), (document, place) => {
        const ids = [BASE, ...(document.variants ?? []).map(({ id }) => id)];
        const id = ids[place % ids.length];
        const shown = variantDocument(document, id) as GraphDocument;
        const next = withVariantDocument(document, id, { ...shown, title: 'Edited' });
        expect(variantDocument(next, id)).toEqual({ ...shown, title: 'Edited' });
        for (const other of ids.filter((each) => each !== id)) {
          if (id !== BASE)
            expect(variantDocument(next, other)).toEqual(variantDocument(document, other));
        }
        expect(next.results).toEqual(document.results);
      }),
    );
  });
});
