import { describe, expect, it } from 'vitest';
import { createRandom } from '../../graph/random';
import { symbolOf } from '../symbols';
import { loadFromDisk } from '../testing/diskReader';
import type { Dataset, InputNeed, Split } from '../types';
import { isBalanced } from './brackets/draw';
import { splitOf } from './splitOf';

const tasks = ['copy', 'reverse-digits', 'sort', 'addition', 'recall', 'parity', 'brackets'];
const parts = ['train', 'validation', 'test'] as const;

const text = (field: string, tokens: number, tokenizer = 'symbols'): InputNeed => ({
  path: field,
  field,
  role: field === 'decoderInput' ? 'generated-tokens' : 'tokens',
  shape: [tokens],
  vocabulary: 51,
  tokenizer,
});
const target = (tokens: number): InputNeed => ({
  path: 'target',
  field: 'target',
  role: 'labels',
  shape: [tokens],
  vocabulary: 51,
});
const label: InputNeed = { path: 'label', field: 'label', role: 'labels', shape: [] };

const load = async (id: string, ...needs: InputNeed[]) =>
  (await loadFromDisk(id, { needs })) as Dataset;

/** "3141>__": < start, > end, _ padding. */
const show = (ids: ArrayLike<number>) =>
  Array.from(ids, (id) => ['_', '<', '>'][id] ?? symbolOf(id)).join('');

/** Rows of a field, written so. */
function rows(split: Split, field: string, count = split.size): string[] {
  const values = split.batch(Array.from({ length: count }, (_, index) => index))[field];
  const width = values.length / count;
  return Array.from({ length: count }, (_, row) =>
    show(values.subarray(row * width, (row + 1) * width)),
  );
}

const questionOf = (source: string) => source.slice(0, source.indexOf('>'));

describe.each(tasks)('%s', (id) => {
  it('keeps the questions of its parts apart, and repeats them', async () => {
    const dataset = await load(id);
    const again = await load(id, text('source', 64), text('decoderInput', 64), target(64));
    expect(again.train).not.toBe(dataset.train);
    for (const part of parts) {
      const count = Math.min(dataset[part].size, 300);
      const questions = rows(dataset[part], 'source', count).map(questionOf);
      const held = id === 'reverse-digits' && part !== 'train';
      for (const question of questions) {
        if (held) expect(splitOf(question)).not.toBe('train');
        else expect(splitOf(question)).toBe(part);
      }
      expect(rows(dataset[part], 'source', count).map(questionOf)).toEqual(questions);
    }
  });

  it('has examples of every part at its smallest and at a large size', async () => {
    for (const tokens of [4, 30]) {
      const dataset = await load(id, text('source', tokens), text('decoderInput', tokens));
      for (const part of parts) {
        const { size } = dataset[part];
        const batch = dataset[part].batch([0, 1, Math.floor(size / 2), size - 1]);
        const widths = Object.entries(dataset.fields).map(([name, field]) =>
          field.kind === 'tokens' ? [name, 4 * field.length] : [name, 4],
        );
        expect(Object.entries(batch).map(([name, values]) => [name, values.length])).toEqual(
          widths,
        );
      }
    }
  });

  it('has no id above its vocabulary, and uses the last', async () => {
    for (const needs of [[], [text('decoderInput', 40), target(40)]]) {
      const dataset = await load(id, ...needs);
      for (const [name, field] of Object.entries(dataset.fields)) {
        if (field.kind !== 'tokens') continue;
        const batch = dataset.train.batch(Array.from({ length: 500 }, (_, index) => index));
        expect(Math.max(...batch[name])).toBeLessThan(field.vocabulary);
      }
    }
  });
});

/** What the first test questions of a task are answered with. */
const answers = async (id: string) => {
  const dataset = await load(id);
  const questions = rows(dataset.test, 'source').map(questionOf);
  const found = rows(dataset.test, 'target').map(questionOf);
  return questions.map((question, index) => [question, found[index]] as const);
};

describe('the answers are right', () => {
  it.each([
    ['copy', (question: string) => question],
    ['reverse-digits', (question: string) => [...question].reverse().join('')],
    ['sort', (question: string) => [...question].sort().join('')],
    [
      'addition',
      (question: string) => {
        const [a, b] = question.replace('=', '').split('+').map(Number);
        return String(a + b);
      },
    ],
    ['recall', (question: string) => question[question.indexOf(question.at(-1) as string) + 1]],
    ['parity', (question: string) => String([...question].filter((b) => b === '1').length % 2)],
    ['brackets', (question: string) => String(Number(isBalanced(question)))],
  ])('of %s', async (id, right) => {
    for (const [question, answer] of await answers(id)) expect(answer).toBe(right(question));
  });

  it('of isBalanced', () => {
    for (const yes of ['', '()', '([]{})', '{}[]()', '[[]]']) expect(isBalanced(yes)).toBe(true);
    for (const no of ['(', ')(', '(]', '([)]', '())(']) expect(isBalanced(no)).toBe(false);
  });

  it('for addition with every number of digits', async () => {
    const questions = (await answers('addition')).map(([question]) => question);
    expect(questions.some((question) => /^\d\+/.test(question))).toBe(true);
    expect(questions.some((question) => /^\d\d\+\d\d=$/.test(question))).toBe(true);
  });
});

describe('balance', () => {
  it('brackets are balanced as often as not, and counting them does not tell', async () => {
    const all = await answers('brackets');
    expect(all.filter(([, answer]) => answer === '1')).toHaveLength(500);
    /** Balanced, if as many of each kind close as open. */
    const counted = all.filter(([question, answer]) => {
      const count = (sign: string) => question.split(sign).length;
      const even = ['()', '[]', '{}'].every(([open, close]) => count(open) === count(close));
      return String(Number(even)) === answer;
    });
    expect(counted.length).toBeLessThan(800);
  });

  it('parity is even as often as odd, about', async () => {
    const odd = (await answers('parity')).filter(([, answer]) => answer === '1').length;
    expect(Math.abs(odd - 500)).toBeLessThan(120);
  });

  it('a question of recall has different letters', async () => {
    for (const [question] of await answers('recall')) {
      const letters = question.slice(0, question.indexOf('?')).replace(/[0-9]/g, '');
      expect(new Set(letters).size).toBe(letters.length);
    }
  });
});

describe('the layout follows what the graph asks for', () => {
  it('reads the question and writes the answer', async () => {
    const dataset = await load('addition', text('source', 12), text('decoderInput', 7), target(7));
    expect(dataset.fields).toEqual({
      source: { kind: 'tokens', length: 12, vocabulary: 15, tokenizer: 'symbols' },
      decoderInput: { kind: 'tokens', length: 7, vocabulary: 15, tokenizer: 'symbols' },
      target: { kind: 'tokens', length: 7, vocabulary: 15, tokenizer: 'symbols' },
    });
    const source = rows(dataset.train, 'source', 50);
    const read = rows(dataset.train, 'decoderInput', 50);
    const wanted = rows(dataset.train, 'target', 50);
    source.forEach((row, index) => {
      // Four digits each, a plus, an equals sign and the end are 11; 12 have no room for five.
      expect(row).toMatch(/^\d{1,4}\+\d{1,4}=>_*$/);
      expect(wanted[index]).toMatch(/^\d+>_*$/);
      expect(read[index].replace(/_+$/, '')).toBe(`<${questionOf(wanted[index])}`);
    });
    expect(source.some((row) => /^\d{4}\+\d{4}=>_$/.test(row))).toBe(true);
  });

  it('goes on from the question, and asks for the answer alone', async () => {
    const dataset = await load('copy', text('decoderInput', 12), target(12));
    const [first] = rows(dataset.train, 'decoderInput', 1);
    expect(Object.keys(dataset.fields)).toEqual(['decoderInput', 'target']);
    // Five digits, a colon, five digits, and one place that is left over.
    expect(first).toMatch(/^(\d{5}):\1_$/);
    const digits = first.slice(0, 5);
    expect(rows(dataset.train, 'target', 1)).toEqual([`_____${digits}>_`]);
    const { vocabulary, tokenizer } = dataset.fields.target as {
      vocabulary: number;
      tokenizer: string;
    };
    expect([vocabulary, tokenizer]).toEqual([17, 'symbols']);
  });

  it('adds no sign where the question ends in its own', async () => {
    const dataset = await load('recall', text('decoderInput', 11), target(11));
    expect(rows(dataset.train, 'decoderInput', 1)[0]).toMatch(/^([a-z]\d){4}\?[a-z]\d$/);
    expect(rows(dataset.train, 'target', 1)[0]).toMatch(/^_{9}\d>$/);
  });

  it('answers place by place', async () => {
    const dataset = await load('sort', text('source', 9, 'digits'), target(9));
    expect(Object.keys(dataset.fields)).toEqual(['source', 'target']);
    const [source] = rows(dataset.train, 'source', 1);
    expect(rows(dataset.train, 'target', 1)).toEqual([
      `${[...questionOf(source)].sort().join('')}>`,
    ]);
  });

  it.each([
    ['parity', ['even', 'odd']],
    ['brackets', ['not balanced', 'balanced']],
    ['recall', [...'0123456789']],
  ])('%s has a class as its answer', async (id, names) => {
    const dataset = await load(id, text('source', 11), label);
    expect(dataset.fields.label).toEqual({
      kind: 'class',
      classes: names.length,
      labels: 'none',
      names,
    });
    const written = await load(id, text('source', 11), text('decoderInput', 11));
    const { label: classes } = dataset.test.batch([0, 1, 2, 3]);
    expect([...classes].map(String)).toEqual(
      rows(written.test, 'target', 4).map((answer) => answer[0]),
    );
    const [baseline] = (await dataset.baselines?.()) ?? [];
    expect(baseline.metric.kind).toBe('accuracy');
    expect(baseline.metric.value).toBeLessThan(names.length === 2 ? 0.6 : 0.2);
  });

  it('shows what it would need where it does not fit', async () => {
    const short = await load('addition', text('source', 5), text('decoderInput', 2), target(2));
    expect(short.fields).toMatchObject({ source: { length: 7 }, target: { length: 4 } });
    const image = await load('copy', {
      path: 'image',
      field: 'image',
      role: 'image',
      shape: [8, 8, 1],
    });
    expect(Object.keys(image.fields)).toEqual(['source', 'decoderInput', 'target']);
  });

  it('is in the tokenizer of the graph where that has its signs', async () => {
    const tokenizerOf = async (id: string, asked: string) =>
      (await load(id, text('source', 9, asked), text('decoderInput', 9, asked))).fields.source;
    expect(await tokenizerOf('copy', 'digits')).toMatchObject({ tokenizer: 'digits' });
    expect(await tokenizerOf('copy', 'symbols')).toMatchObject({ tokenizer: 'symbols' });
    expect(await tokenizerOf('copy', 'bpe')).toMatchObject({ tokenizer: 'digits' });
    expect(await tokenizerOf('brackets', 'digits')).toMatchObject({ tokenizer: 'symbols' });
  });
});

describe('splitOf', () => {
  it('holds out a twentieth twice, whatever the last sign', () => {
    for (const last of '059') {
      const counts = { train: 0, validation: 0, test: 0 };
      for (let number = 0; number < 10_000; number++) {
        counts[splitOf(`${String(number).padStart(4, '0')}123${last}`)]++;
      }
      for (const part of ['validation', 'test'] as const) {
        expect(counts[part]).toBeGreaterThan(400);
        expect(counts[part]).toBeLessThan(600);
      }
    }
  });

  it('is where reverse-digits always had its tests', async () => {
    const dataset = await load('reverse-digits');
    expect(rows(dataset.train, 'source', 2)).toEqual(['82342675>', '89928870>']);
    const held = [...rows(dataset.validation, 'source'), ...rows(dataset.test, 'source')];
    expect(new Set(held).size).toBe(1256);
    // The first of its training, from the stream that it always had.
    const random = createRandom('train').fork('reverse-digits/train');
    let first = '';
    do first = Array.from({ length: 8 }, () => random.int(10)).join('');
    while (splitOf(first) !== 'train');
    expect(rows(dataset.train, 'source', 1)).toEqual([`${first}>`]);
  });
});
