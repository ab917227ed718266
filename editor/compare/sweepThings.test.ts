import { describe, expect, it } from 'vitest';
import { preset } from '../../presets/vit-tiny';
import type { Experiment } from '../../runtime/index';
import { choiceValue, readValues, type SweepThing, sweepThings } from './sweepThings';

const { document } = preset;
const experiment = document.experiment as Experiment;
const groupsAt = (node: string | null) => sweepThings({ document, experiment, level: [], node });
const thingOf = (key: string, node: string | null = null) =>
  groupsAt(node)
    .flatMap(({ things }) => things)
    .find((thing) => thing.key === key) as SweepThing;
const encoder = Object.values(document.nodes).find(({ repeat }) => repeat !== undefined)?.id ?? '';

describe('what several values can be tried of', () => {
  it('is a value of the graph, a setting of the training, a parameter of the selected block', () => {
    expect(groupsAt(null).map(({ title }) => title)).toEqual(['Values of the graph', 'Training']);
    expect(groupsAt(encoder).at(-1)?.title).toMatch(/^Block: Encoder layer/);
    expect(groupsAt('gone')).toHaveLength(2);
    expect(thingOf('value heads')).toMatchObject({ name: 'heads', now: '4' });
    expect(thingOf('setting learningRate')).toMatchObject({
      label: 'Learning rate',
      name: 'learning rate',
      target: { kind: 'setting', name: 'learningRate' },
    });
    expect(thingOf('setting seed')).toBeUndefined();
    expect(thingOf('param heads', encoder)).toMatchObject({ name: 'heads', now: 'heads' });
    const { range } = thingOf('param activation', encoder);
    expect(range.kind === 'choices' && range.choices.map(({ title }) => title)).toContain('GELU');
  });

  it('keeps every key apart', () => {
    const keys = groupsAt(encoder).flatMap(({ things }) => things.map(({ key }) => key));
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('values that were typed', () => {
  const heads = thingOf('value heads');
  const rate = thingOf('setting learningRate');

  it('are numbers with commas or spaces between, each once', () => {
    expect(readValues(heads, ' 2, 4;8 2,')).toEqual({
      values: [
        { value: 2, title: 'heads 2' },
        { value: 4, title: 'heads 4' },
        { value: 8, title: 'heads 8' },
      ],
      problem: null,
    });
    expect(readValues(heads, '')).toEqual({ values: [], problem: null });
  });

  it('may have decimal commas where semicolons are between them', () => {
    const numbers = (text: string) => readValues(rate, text).values.map(({ value }) => value);
    expect(numbers('0,001; 0,01;0,1')).toEqual([0.001, 0.01, 0.1]);
    expect(numbers('0.001,0.01, 0.1')).toEqual([0.001, 0.01, 0.1]);
  });

  it('say which one cannot be', () => {
    expect(readValues(heads, '2, many').problem).toBe('“many” is not a number.');
    expect(readValues(heads, '2, 0').problem).toMatch(/^0 is not a number from 1 to /);
    expect(readValues(thingOf('setting batchSize'), '2.5').problem).toBe(
      '2.5 is not a whole number from 1 to 512.',
    );
  });

  it('name the variant of a choice', () => {
    const optimizer = thingOf('setting optimizer');
    expect(choiceValue(optimizer, { value: 'sgd', title: 'SGD' })).toEqual({
      value: 'sgd',
      title: 'optimiser SGD',
    });
    expect(readValues(optimizer, 'x')).toEqual({ values: [], problem: null });
  });
});
