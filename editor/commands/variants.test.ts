import { describe, expect, it } from 'vitest';
import {
  BASE,
  type Experiment,
  emptyDocument,
  type GraphDocument,
  type RunRecord,
  variantDocument,
} from '../../runtime/index';
import type { Command } from './command';
import { setSeeds } from './comparison';
import { setExperiment } from './document';
import { setHyperparameter } from './hyperparameters';
import { addNode } from './nodes';
import { planSweep, type SweepTarget, sweepVariants } from './sweep';
import {
  forkVariant,
  makeBase,
  moveVariant,
  removeVariant,
  renameVariant,
  roomForVariants,
  variantTitle,
} from './variants';

const experiment: Experiment = {
  dataset: 'mnist',
  batchSize: 32,
  steps: 100,
  optimizer: 'adam',
  learningRate: 0.01,
  warmupSteps: 0,
  seed: 1,
};

const base: GraphDocument = {
  ...addNode({ level: [], block: 'linear', position: { x: 0, y: 0 } }).apply(
    emptyDocument('Graph'),
  ),
  description: 'About it',
  hyperparameters: [{ name: 'heads', value: 8 }],
  experiment,
};
const three = [forkVariant(BASE), forkVariant(BASE), forkVariant(BASE)].reduce(
  (whole, command) => command.apply(whole),
  base,
);
const ids = ({ variants = [] }: GraphDocument) => variants.map(({ id }) => id);
const titles = ({ variants = [] }: GraphDocument) => variants.map(({ title }) => title);
const shown = (whole: GraphDocument, id: string) => variantDocument(whole, id) as GraphDocument;
const expectNothing = (command: Command, whole = three) => expect(command.apply(whole)).toBe(whole);
/** The whole with an edit of one variant. */
function edited(whole: GraphDocument, id: string, command: Command): GraphDocument {
  const variants = whole.variants?.map((variant) => {
    if (variant.id !== id) return variant;
    const { hyperparameters } = command.apply(shown(whole, id));
    return { ...variant, hyperparameters };
  });
  return { ...whole, variants };
}

describe('fork', () => {
  it('copies the base, or a variant with its training', () => {
    expect(ids(three)).toEqual(['v1', 'v2', 'v3']);
    expect(titles(three)).toEqual(['Variant 1', 'Variant 2', 'Variant 3']);
    expect(shown(three, 'v2')).toEqual({ ...base, title: 'Variant 2' });
    const slow: GraphDocument = {
      ...three,
      variants: three.variants?.map((each) => ({ ...each, experiment: { learningRate: 0.1 } })),
    };
    const after = forkVariant('v1', { title: 'Slow' }).apply(slow);
    expect(shown(after, 'v4')).toEqual({ ...shown(slow, 'v1'), title: 'Slow' });
    expectNothing(forkVariant('gone'));
  });

  it('writes how both are trained into a base that does not say it', () => {
    const { experiment: _none, ...silent } = base;
    const after = forkVariant(BASE, { experiment }).apply(silent);
    expect(after.experiment).toEqual(experiment);
    expect(after.variants?.[0]).not.toHaveProperty('experiment');
    expect(
      forkVariant(BASE, { experiment: { ...experiment, seed: 9 } }).apply(base).experiment,
    ).toBe(experiment);
  });

  it('takes ids that were never used, and at most five', () => {
    const results = [{ variant: 'v1' }] as unknown as RunRecord[];
    const after = forkVariant(BASE, { taken: ['v2'] }).apply({ ...base, results });
    expect(ids(after)).toEqual(['v3']);
    const full = [4, 5].reduce((whole) => forkVariant(BASE).apply(whole), three);
    expect(roomForVariants(full)).toBe(0);
    expectNothing(forkVariant(BASE), full);
  });
});

describe('variants', () => {
  it('go, are renamed and change places', () => {
    expect(ids(removeVariant('v2').apply(three))).toEqual(['v1', 'v3']);
    expect(removeVariant('v2', 'Variant 2').label).toBe('Delete Variant 2');
    const none = ['v1', 'v2', 'v3'].reduce((whole, id) => removeVariant(id).apply(whole), three);
    expect(none).toEqual(base);
    expectNothing(removeVariant(BASE));
    expect(titles(renameVariant('v2', '  Four\u0000 heads ').apply(three))[1]).toBe('Four heads');
    expectNothing(renameVariant('v2', ' '));
    expectNothing(renameVariant('v2', 'Variant 2'));
    expect(ids(moveVariant('v3', 0).apply(three))).toEqual(['v3', 'v1', 'v2']);
    expect(ids(moveVariant('v1', 9).apply(three))).toEqual(['v2', 'v3', 'v1']);
    expectNothing(moveVariant('v1', -1));
    expectNothing(moveVariant(BASE, 1));
    expect([variantTitle(three, BASE), variantTitle(three, 'v2')]).toEqual(['Base', 'Variant 2']);
  });

  it('the base has a name where it was given one, and keeps it wherever it goes', () => {
    const seeds: GraphDocument = { ...three, comparison: { seeds: 3 } };
    const named = renameVariant(BASE, ' Dense\u0000 ').apply(seeds);
    expect(named.comparison).toEqual({ seeds: 3, base: 'Dense' });
    expect(variantTitle(named, BASE)).toBe('Dense');
    expect(named.title).toBe(three.title);
    expectNothing(renameVariant(BASE, ' '), named);
    expectNothing(renameVariant(BASE, 'Dense'), named);
    expectNothing(renameVariant(BASE, 'Base'));
    expect(setSeeds(2).apply(named).comparison).toEqual({ seeds: 2, base: 'Dense' });
    expect(renameVariant(BASE, 'Base').apply(named).comparison).toEqual({ seeds: 3 });
    expect(renameVariant(BASE, 'Dense').apply(three).comparison).toEqual({
      seeds: 1,
      base: 'Dense',
    });
    const after = makeBase('v2').apply(named);
    expect(variantTitle(after, BASE)).toBe('Variant 2');
    expect(titles(after)).toEqual(['Variant 1', 'Dense', 'Variant 3']);
    expect(after.title).toBe(three.title);
    expect(makeBase('v2').apply(after)).toEqual(named);
  });

  it('one becomes the base: each keeps its graph, its training and its results', () => {
    const four = setHyperparameter([], 'heads', { value: 4 });
    const whole: GraphDocument = {
      ...edited(three, 'v2', four),
      results: [{ variant: BASE }, { variant: 'v1' }, { variant: 'v2' }] as unknown as RunRecord[],
    };
    const variants = whole.variants?.map((each) =>
      each.id === 'v1' ? each : { ...each, experiment: { learningRate: 0.1 } },
    );
    const before: GraphDocument = { ...whole, variants };
    const after = makeBase('v2').apply(before);
    expect(shown(after, BASE)).toEqual({ ...shown(before, 'v2'), title: 'Graph' });
    expect(shown(after, 'v2')).toEqual({ ...shown(before, BASE), title: 'Former base' });
    for (const id of ['v1', 'v3']) expect(shown(after, id)).toEqual(shown(before, id));
    expect(ids(after)).toEqual(ids(before));
    expect(after.results?.map(({ variant }) => variant)).toEqual(['v2', 'v1', BASE]);
    expect(after.description).toBe('About it');
    const back = makeBase('v2').apply(after);
    expect(shown(back, BASE)).toEqual(shown(before, BASE));
    expect(titles(back)).toEqual(['Variant 1', 'Former base', 'Variant 3']);
    expectNothing(makeBase(BASE));
    expectNothing(makeBase('gone'));
  });
});

describe('sweep', () => {
  const heads: SweepTarget = { kind: 'hyperparameter', name: 'heads' };
  const values = (...numbers: number[]) =>
    numbers.map((value) => ({ value, title: `heads ${value}` }));

  it('makes a variant for each value, but for what is so already', () => {
    const sweep = { target: heads, values: values(2, 8, 4) };
    const after = sweepVariants(sweep).apply(base);
    expect(titles(after)).toEqual(['heads 2', 'heads 4']);
    expect(shown(after, 'v2').hyperparameters).toEqual([{ name: 'heads', value: 4 }]);
    expect(planSweep(base, sweep)).toEqual({
      made: values(2, 4),
      same: values(8),
      leftOut: [],
    });
    expectNothing(sweepVariants({ target: heads, values: values(8) }), base);
  });

  it('says what does not fit beside what is there', () => {
    const sweep = { target: heads, values: values(1, 2, 4, 16) };
    expect(planSweep(three, sweep)).toEqual({
      made: values(1, 2),
      same: [],
      leftOut: values(4, 16),
    });
    expect(ids(sweepVariants(sweep).apply(three))).toEqual(['v1', 'v2', 'v3', 'v4', 'v5']);
  });

  it("changes a block's parameter or a setting of the training, from a variant too", () => {
    const units: SweepTarget = { kind: 'param', level: [], node: 'n1', param: 'units' };
    const from = edited(three, 'v1', setHyperparameter([], 'heads', { value: 4 }));
    const after = sweepVariants({
      from: 'v1',
      target: units,
      values: [{ value: 32, title: 'units 32' }],
    }).apply(from);
    expect(shown(after, 'v4').nodes.n1.params).toEqual({ units: 32 });
    expect(shown(after, 'v4').hyperparameters).toEqual([{ name: 'heads', value: 4 }]);

    const { experiment: _none, ...silent } = base;
    const faster = sweepVariants({
      target: { kind: 'setting', name: 'learningRate' },
      values: [{ value: 0.1, title: 'learning rate 0.1' }],
      experiment,
    }).apply(silent);
    expect(faster.experiment).toEqual(experiment);
    expect(faster.variants?.[0].experiment).toEqual({ learningRate: 0.1 });
    expect(setExperiment(experiment).apply(shown(faster, 'v1')).experiment).toEqual(experiment);
    expectNothing(
      sweepVariants({
        target: { ...units, node: 'gone' },
        values: [{ value: 3, title: 'units 3' }],
      }),
    );
  });
});
