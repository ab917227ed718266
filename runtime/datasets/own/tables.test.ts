/** Tables and texts of a user's own. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadKept, preview, told } from './testing/importing';

const rows = (count: number, line: (row: number) => string) =>
  `${Array.from({ length: count }, (_, row) => line(row)).join('\n')}\n`;
const flowers = `width,height,species\n${rows(40, (row) => `${row},${row % 7},${row % 2 ? 'iris' : 'rose'}`)}`;
const sequence = (shape: readonly number[]) =>
  ({ path: 's', field: 'sequence', role: 'sequence', shape }) as const;

async function columnsOf(text: string, name = 'table.csv') {
  const result = await preview({ [name]: text });
  if (!result.ok) throw new Error(result.diagnostics[0].message);
  return result.value.columns.map(({ name, kind, role }) => `${name}: ${kind}, ${role}`);
}

describe('a table', () => {
  it('of numbers is standardised by its training rows, each with its class', async () => {
    const { dataset } = await loadKept({ 'flowers.csv': flowers });
    expect(dataset.fields).toMatchObject({
      sequence: { shape: [2, 1] },
      label: { names: ['iris', 'rose'] },
    });
    const all = Array.from({ length: dataset.train.size }, (_, index) => index);
    const { sequence, label } = dataset.train.batch(all);
    const widths = all.map((row) => sequence[2 * row]);
    const mean = widths.reduce((a, b) => a + b) / widths.length;
    const square = widths.reduce((a, b) => a + b * b, 0) / widths.length;
    expect(mean).toBeCloseTo(0, 5);
    expect(square).toBeCloseTo(1, 5);
    // Odd widths are irises: neighbours differ in their class.
    const order = all.toSorted((a, b) => widths[a] - widths[b]);
    const step = Math.min(...order.slice(1).map((row, i) => widths[row] - widths[order[i]]));
    for (const row of all) {
      const place = Math.round((widths[row] - widths[order[0]]) / step);
      expect((place + label[order[0]]) % 2).toBe(label[row]);
    }
  });

  it('has the columns as tokens or as one token, as the graph asks', async () => {
    const one = await loadKept({ 'flowers.csv': flowers }, {}, [sequence([1, 4])]);
    expect(one.dataset.fields.sequence).toMatchObject({ shape: [1, 2] });
    const each = await loadKept({ 'flowers.csv': flowers }, {}, [sequence([8, 4])]);
    expect(each.dataset.fields.sequence).toMatchObject({ shape: [2, 1] });
  });

  it('is understood with other signs between columns, quotes, marks and decimals', async () => {
    const expected = ['a: number, feature', 'b: category, label'];
    const body = (sign: string, number: (row: number) => string) =>
      rows(20, (row) => `${number(row)}${sign}${row % 2 ? 'x' : 'y'}`);
    expect(await columnsOf(`a;b\n${body(';', (row) => `${row},5`)}`)).toEqual(expected);
    expect(
      await columnsOf(`a\tb\r\n${body('\t', String).replaceAll('\n', '\r\n')}`, 't.tsv'),
    ).toEqual(expected);
    expect(await columnsOf(`\ufeff"a","b"\n${body(',', (row) => `"${row}"`)}`)).toEqual(expected);
    expect(await columnsOf(`a,b\n"1","x\ny, ""z"""\n${body(',', String)}`)).toHaveLength(2);
  });

  it('in an encoding of before UTF-8 says what became of its letters', async () => {
    const text = `size,drink\n${rows(20, (row) => `${row},${row % 2 ? 'caf\u00e9' : 'tea'}`)}`;
    const latin = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
    const message = '10 characters could not be read and became “\ufffd”.';
    expect(await told({ 'drinks.csv': latin })).toContain(message);
    expect(await told({ 'drinks.csv': text })).not.toContain(message);
  });

  it('without names has numbered columns', async () => {
    const text = rows(20, (row) => `${row},${row % 2 ? 'x' : 'y'}`);
    expect(await columnsOf(text)).toEqual([
      'Column 1: number, feature',
      'Column 2: category, label',
    ]);
    const forced = await preview({ 't.csv': text }, { header: true });
    expect(forced).toMatchObject({ value: { columns: [{ name: '0' }, { name: 'y' }] } });
  });

  it('takes categories as numbers of 0 and 1', async () => {
    const text = `colour,size,class\n${rows(30, (row) => `${['red', 'blue'][row % 2]},${row},${row % 3 ? 'a' : 'b'}`)}`;
    const result = await preview({ 't.csv': text });
    expect(result).toMatchObject({
      value: { info: { features: ['colour = red', 'colour = blue', 'size'] } },
    });
  });

  it('leaves rows with missing values out, or takes the mean', async () => {
    const text = flowers.replace('3,3,iris', ',3,iris');
    expect(await told({ 't.csv': text })).toContain('1 row with a missing value is left out.');
    expect(await told({ 't.csv': text }, { missing: 'mean' })).toContain(
      'In 1 row the mean of the column takes the place of what is missing.',
    );
  });

  it('of texts with a label, of pairs and of one text is what it looks like', async () => {
    const long = (row: number) => `this is sentence number ${row} of many`;
    const labelled = await preview({
      't.csv': `text,mood\n${rows(30, (row) => `${long(row)},${row % 2 ? 'good' : 'bad'}`)}`,
    });
    expect(labelled).toMatchObject({
      value: { info: { kind: 'labelled', classes: ['bad', 'good'] } },
    });
    const pairs = await preview({
      't.tsv': rows(30, (row) => `${long(row)}\tvoici la phrase ${row} de beaucoup`),
    });
    expect(pairs).toMatchObject({ value: { info: { kind: 'pairs', sizes: { train: 24 } } } });
    const one = await preview({ 't.csv': `text\n${rows(30, long)}` });
    expect(one).toMatchObject({ value: { info: { kind: 'text' } } });
  });

  it('of texts trains as any other', async () => {
    const text = `text,mood\n${rows(30, (row) => `a long sentence that is number ${row},${row % 2 ? 'good' : 'bad'}`)}`;
    const { dataset } = await loadKept({ 't.csv': text });
    expect(dataset.task).toBe('classify');
    expect(dataset.train.batch([0, 1]).source).toHaveLength(128);
  });

  it('tells what keeps it from being used', async () => {
    expect(await told({ 't.csv': `a,b\n${rows(20, (row) => `${row},${row + 0.5}`)}` })).toContain(
      'No column says what is to be predicted.',
    );
    expect(await told({ 't.csv': flowers }, { roles: ['label', 'ignore', 'label'] })).toContain(
      '2 columns are used as label.',
    );
    expect(await told({ 't.csv': flowers }, { roles: ['ignore', 'ignore', 'label'] })).toContain(
      'No column is used to predict from.',
    );
    expect(await told({ 't.csv': `${flowers}1,2\n` })).toContain(
      '1 row with more or fewer than 3 columns was left out.',
    );
    expect(await told({ 't.csv': Uint8Array.of(0, 1, 2, 0, 0, 7, 0, 0) })).toEqual([
      '“t.csv” has no rows that could be read as a table.',
    ]);
    expect(
      await told(
        { 't.csv': `a,kind\n${rows(20, (row) => `${row},same`)}` },
        { roles: ['feature', 'label'] },
      ),
    ).toContain('There is one class, “same”: there is nothing to tell apart.');
  });
});

describe('a text', () => {
  it('is split where a line ends, and read in other encodings', async () => {
    const text = rows(400, (row) => `line ${row}`);
    const { dataset, record } = await loadKept({ 'a.txt': text });
    if (record.info.kind !== 'text') throw new Error('no text');
    const { train, validation, test } = record.info.sizes;
    expect(train + validation + test).toBe(text.length);
    expect(text[train - 1]).toBe('\n');
    expect(dataset.task).toBe('language');
    const wide = Uint8Array.from([0xff, 0xfe, ...Buffer.from(text, 'utf16le')]);
    expect((await loadKept({ 'a.txt': wide })).record.info).toEqual(record.info);
    expect((await loadKept({ 'a.txt': `\ufeff${text}` })).record.info).toEqual(record.info);
  });

  it('in many files keeps them whole', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 10 }, (_, index) => [`${index}.txt`, `${index}`.repeat(300)]),
    );
    expect((await loadKept(files)).record.info).toMatchObject({
      sizes: { validation: 300, test: 300 },
    });
  });

  it('with nothing to predict is told', async () => {
    expect(await told({ 'a.txt': 'a'.repeat(3000) })).toContain(
      'The text has 1 different character; there is nothing to predict.',
    );
    expect(await told({ 'a.txt': Uint8Array.from({ length: 99 }, () => 0xff) })).toEqual([
      'No text could be read in a.txt.',
    ]);
  });
});

it('never throws, whatever the bytes', async () => {
  const names = fc.constantFrom(
    'a.zip',
    'a.csv',
    'b.tsv',
    'a.txt',
    'x/a.png',
    'data_batch_1.bin',
    'train-images-idx3-ubyte',
    'a.gz',
  );
  const starts = fc.constantFrom(
    [],
    [0x50, 0x4b, 3, 4],
    [0x1f, 0x8b],
    [0, 0, 8, 3],
    [0xff, 0xfe],
    [0x50, 0x4b, 5, 6],
  );
  await fc.assert(
    fc.asyncProperty(
      names,
      starts,
      fc.uint8Array({ maxLength: 200 }),
      async (name, start, rest) => {
        const result = await preview({ [name]: Uint8Array.from([...start, ...rest]) });
        if (!result.ok) expect(result.diagnostics[0].message).not.toBe('');
      },
    ),
    { numRuns: 300 },
  );
});
