import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BASE, type Experiment, type GraphDocument } from './document';
import { documentArbitrary } from './testing/arbitraries';
import { toVariant, variantDocument, withVariantDocument } from './variants';

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
