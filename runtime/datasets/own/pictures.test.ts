/** Pictures of a user's own: folders, zips, CIFAR batches and IDX files. */
import { gzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { loadKept, plainPicture, preview, startImports, toFiles, told } from './testing/importing';

/** Ten pictures of each class, all different. */
function folders(classes: readonly string[], count = 10, root = '') {
  return Object.fromEntries(
    classes.flatMap((name, kind) =>
      Array.from({ length: count }, (_, index) => [
        `${root}${name}/${index}.png`,
        plainPicture(8, 8, [kind * 80 + index]),
      ]),
    ),
  );
}

/** A CIFAR-10 batch: each picture of one value. */
function batch(labels: readonly number[], first = 0): Uint8Array {
  const bytes = new Uint8Array(labels.length * 3073);
  for (const [row, label] of labels.entries()) {
    bytes.fill(first + row, row * 3073, (row + 1) * 3073);
    bytes[row * 3073] = label;
  }
  return bytes;
}

function idx(shape: readonly number[], values: (index: number) => number): Uint8Array {
  const size = shape.reduce((a, b) => a * b, 1);
  const header = [0, 0, 8, shape.length, ...shape.flatMap((each) => [0, 0, each >> 8, each & 255])];
  return Uint8Array.from([...header, ...Array.from({ length: size }, (_, i) => values(i))]);
}

describe('folders of pictures', () => {
  it('become examples of their own size, split within each class', async () => {
    const { dataset, record } = await loadKept(folders(['cats', 'dogs', 'hens'], 10, 'pets/'));
    expect(record.id).toMatch(/^own:mine-[0-9a-f]{8}$/);
    expect(dataset.fields).toMatchObject({
      image: { height: 8, width: 8, channels: 1 },
      label: { classes: 3, names: ['cats', 'dogs', 'hens'] },
    });
    expect([dataset.train.size, dataset.validation.size, dataset.test.size]).toEqual([24, 3, 3]);
    const { image, label } = dataset.test.batch([0, 1, 2]);
    expect([...label].sort()).toEqual([0, 1, 2]);
    // The value of a picture tells its class.
    for (const row of [0, 1, 2]) {
      expect(Math.floor((image[row * 64] * 255 + 0.5) / 80)).toBe(label[row]);
    }
  });

  it('have no picture in two parts, whatever the seed, and the same split for the same seed', async () => {
    const files = folders(['a', 'b']);
    const seen = async (seed: number) => {
      const { dataset } = await loadKept(files, { seed });
      return (['train', 'validation', 'test'] as const).map((part) => {
        const indices = Array.from({ length: dataset[part].size }, (_, index) => index);
        const { image } = dataset[part].batch(indices);
        return indices.map((row) => Math.round(image[row * 64] * 255));
      });
    };
    const parts = await seen(7);
    expect(new Set(parts.flat()).size).toBe(20);
    expect(await seen(7)).toEqual(parts);
    expect(await seen(8)).not.toEqual(parts);
  });

  it('in a zip are the same, without what an operating system adds', async () => {
    const files = folders(['cats', 'dogs']);
    const zip = zipSync({
      ...files,
      '__MACOSX/cats/._0.png': Uint8Array.of(1),
      'cats/.DS_Store': Uint8Array.of(1),
    });
    const inZip = await preview({ 'pets.zip': zip });
    const plain = await preview(files);
    if (!inZip.ok || !plain.ok) throw new Error('not read');
    expect(inZip.value.info).toEqual(plain.value.info);
    expect(inZip.value.title).toBe('Pets');
    expect(inZip.value.notes).toEqual(plain.value.notes);
  });

  it('of train and test keep to them; validation is taken from the training', async () => {
    const files = {
      ...folders(['a', 'b'], 10, 'set/train/'),
      'set/test/a/x.png': plainPicture(8, 8, [200]),
      'set/test/b/x.png': plainPicture(8, 8, [210]),
      // One that is in the training, too.
      'set/test/b/y.png': plainPicture(8, 8, [3]),
    };
    const { dataset } = await loadKept(files);
    expect([dataset.train.size, dataset.validation.size, dataset.test.size]).toEqual([17, 2, 3]);
    expect(await told(files)).toContain(
      '1 picture of the test or validation was in another part, too, and is left out there.',
    );
  });

  it('of several sizes become 32 x 32, and say so', async () => {
    const files = { ...folders(['a', 'b']), 'a/wide.png': plainPicture(20, 10, [9]) };
    const { dataset } = await loadKept(files);
    expect(dataset.fields.image).toMatchObject({ height: 32, width: 32 });
    expect((await told(files))[0]).toBe(
      'The pictures have 2 sizes (8 x 8, 20 x 10); all become 32 x 32.',
    );
  });

  it('follow the options: size, colours, and black beside what is wide', async () => {
    const files = { ...folders(['a', 'b'], 4), 'a/wide.png': plainPicture(16, 8, [255]) };
    const shown = await preview(files, { size: 16, channels: 3, fit: 'pad' });
    if (!shown.ok || shown.value.samples.kind !== 'pictures') throw new Error('not read');
    expect(shown.value.info).toMatchObject({ height: 16, width: 16, channels: 3 });
    const wide = shown.value.samples.pictures.find(({ data }) => data[8 * 16 * 3 + 24] === 255);
    expect(wide?.data[0]).toBe(0);
  });

  it('in colours have three channels', async () => {
    const files = { ...folders(['a', 'b']), 'a/red.png': plainPicture(8, 8, [255, 0, 0]) };
    const { dataset } = await loadKept(files);
    expect(dataset.fields.image).toMatchObject({ channels: 3 });
  });
});

describe('what is wrong with pictures is told', () => {
  const good = folders(['cats', 'dogs'], 5);
  it.each<[string, Record<string, string | Uint8Array>, string]>([
    [
      'one that is broken',
      { ...good, 'cats/x.png': 'none' },
      '1 picture could not be read and was left out: cats/x.png.',
    ],
    [
      'a class without any',
      { ...good, 'hens/notes.txt': 'none' },
      '“hens” has no pictures and was left out.',
    ],
    ['one class', folders(['cats']), 'There is one class, “cats”: there is nothing to tell apart.'],
    [
      'no folder',
      { 'a.png': plainPicture(8, 8, [1]) },
      '1 picture without a folder: which class is which cannot be told.',
    ],
    [
      'one outside',
      { ...good, 'a.png': plainPicture(8, 8, [1]) },
      '1 picture outside the folders of the classes was left out: a.png.',
    ],
    [
      'few of a class',
      { ...good, 'hens/1.png': plainPicture(8, 8, [250]) },
      '“hens” has fewer than 3 examples, so that no part but the training has any.',
    ],
    [
      'none that can be read',
      { 'a/x.png': 'none', 'b/y.png': 'none' },
      'None of these pictures could be read.',
    ],
    [
      'twice the same',
      { ...good, 'cats/again.png': plainPicture(8, 8, [0]) },
      '1 picture repeats another: equal ones stay in one part.',
    ],
    [
      'nothing in a file',
      { ...good, 'cats/x.png': '' },
      '1 file with nothing in it was left out: cats/x.png.',
    ],
    ['nothing at all', { 'x.csv': '' }, 'There is nothing in x.csv.'],
    ['another kind', { 'model.exe': 'MZ' }, 'Files of this kind cannot be read: .exe.'],
    [
      'a sheet, which is a zip inside',
      { 'marks.xlsx': zipSync({ 'xl/media/logo.png': plainPicture(8, 8, [1]) }) },
      'Files of this kind cannot be read: .xlsx.',
    ],
    [
      'no zip',
      { 'pets.zip': 'PK, but no zip' },
      '“pets.zip” is no zip, or a part of it is missing.',
    ],
    [
      'half a zip',
      { 'pets.zip': zipSync(good).slice(0, 400) },
      '“pets.zip” is no zip, or a part of it is missing.',
    ],
    ['an empty zip', { 'pets.zip': zipSync({}) }, 'There is no file that could be read.'],
  ])('%s', async (_, files, message) => {
    expect(await told(files)).toContain(message);
  });

  it('a zip with a password', async () => {
    const zip = zipSync({ 'a/1.png': plainPicture(8, 8, [1]) });
    const directory = zip.lastIndexOf(0x50, zip.length - 23);
    zip[directory + 8] |= 1;
    expect(await told({ 'pets.zip': zip })).toEqual(['“pets.zip” is locked with a password.']);
  });

  it('a zip that unpacks to more than it says leaves that picture out', async () => {
    const zip = zipSync({ ...good, 'cats/big.png': new Uint8Array(5000) });
    const view = new DataView(zip.buffer);
    let at = view.getUint32(zip.length - 6, true);
    let last = at;
    while (view.getUint32(at, true) === 0x02014b50) {
      last = at;
      at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true);
    }
    view.setUint32(last + 24, 10, true);
    expect(await told({ 'pets.zip': zip })).toContain(
      '1 picture could not be read and was left out: cats/big.png.',
    );
  });
});

describe('CIFAR batches', () => {
  it('are read plane by plane; a test batch is the test', async () => {
    const train = batch([0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1]);
    train.fill(77, 1, 1025);
    const { dataset } = await loadKept({
      'c/data_batch_1.bin': train,
      'c/test_batch.bin': batch([1, 0], 50),
    });
    expect(dataset.fields).toMatchObject({
      image: { height: 32, width: 32, channels: 3 },
      label: { names: ['airplane', 'automobile'] },
    });
    expect(dataset.test.size).toBe(2);
    const all = Array.from(
      { length: dataset.train.size },
      (_, index) => dataset.train.batch([index]).image,
    );
    const held = Array.from(
      { length: dataset.validation.size },
      (_, index) => dataset.validation.batch([index]).image,
    );
    const first = [...all, ...held].find((image) => Math.round(image[0] * 255) === 77);
    expect(first?.slice(0, 4)).toEqual(Float32Array.of(77 / 255, 0, 0, 77 / 255));
  });

  it('are read in the archive that they are handed out in', async () => {
    const name = 'cifar-10-batches-bin/data_batch_1.bin';
    const content = batch([0, 1, 0, 1, 0, 1]);
    const header = new Uint8Array(512);
    header.set(Buffer.from(name), 0);
    header.set(Buffer.from(content.length.toString(8).padStart(11, '0')), 124);
    header.set(Buffer.from('0'), 156);
    header.set(Buffer.from('ustar'), 257);
    const filled = new Uint8Array(Math.ceil(content.length / 512) * 512);
    filled.set(content);
    const tar = Uint8Array.from([...header, ...filled, ...new Uint8Array(1024)]);
    const packed = await preview({ 'cifar-10-binary.tar.gz': gzipSync(tar) });
    const plain = await preview({ 'data_batch_1.bin': content });
    if (!packed.ok || !plain.ok) throw new Error('not read');
    expect(packed.value.info).toEqual(plain.value.info);
    expect(await told({ 'c.tar': tar.slice(0, 2000) })).toEqual([
      '“c.tar” is no tar, or a part of it is missing.',
    ]);
    expect(await told({ 'c.tgz': gzipSync(tar).slice(0, 90) })).toEqual([
      '“c.tgz” is damaged, or larger than 512 MB once it is unpacked.',
    ]);
  });

  it('are refused, or lose what is out of range', async () => {
    expect((await told({ 'data_batch_1.bin': new Uint8Array(100).fill(1) }))[0]).toBe(
      '“data_batch_1.bin” is no batch of CIFAR pictures: its length is no multiple of 3073 or 3074 bytes.',
    );
    const labels = [0, 1, 0, 1, 0, 1, 12];
    expect(await told({ 'data_batch_1.bin': batch(labels) })).toContain(
      '1 picture with a class above 9 was left out.',
    );
  });

  it('of CIFAR-100 have fine labels', async () => {
    const bytes = new Uint8Array(6 * 3074);
    for (let row = 0; row < 6; row++) {
      bytes.fill(row, row * 3074, (row + 1) * 3074);
      bytes[row * 3074 + 1] = 40 + (row % 2);
    }
    const result = await preview({ 'train.bin': bytes });
    expect(result).toMatchObject({ value: { info: { classes: ['class 40', 'class 41'] } } });
  });
});

describe('IDX files', () => {
  const images = idx([12, 9, 8], (index) => Math.floor(index / 72) * 20);
  const labels = idx([12], (index) => index % 3);
  const names = { pictures: 'train-images-idx3-ubyte', labels: 'train-labels-idx1-ubyte' };

  it('belong together by their names, packed or not', async () => {
    const { dataset } = await loadKept({
      [`${names.pictures}.gz`]: gzipSync(images),
      [names.labels]: labels,
    });
    expect(dataset.fields).toMatchObject({ image: { height: 9, width: 8 }, label: { classes: 3 } });
    const { image, label } = dataset.train.batch([0]);
    expect((Math.round(image[0] * 255) / 20) % 3).toBe(label[0]);
  });

  it('are refused without their labels, and cut', async () => {
    expect(await told({ [names.pictures]: images })).toEqual([
      `“${names.pictures}” has no file of labels.`,
    ]);
    expect(await told({ [names.pictures]: images.slice(0, -1), [names.labels]: labels })).toEqual([
      `“${names.pictures}” is no whole IDX file of bytes.`,
    ]);
  });
});

describe('an import', () => {
  it('follows other options without the files, and reads anew only what it must', async () => {
    const { imports, decoded } = startImports();
    const files = toFiles(folders(['a', 'b']));
    await imports.importFiles('1', files, {}, () => {});
    const more = await imports.importFiles('1', [], { test: 0.3 }, () => {});
    expect(more).toMatchObject({ value: { info: { sizes: { test: 6 } } } });
    // What was guessed is asked for as it is: nothing is decoded again.
    const before = decoded.count;
    if (more.ok) await imports.importFiles('1', [], { ...more.value.options, seed: 3 }, () => {});
    expect(decoded.count).toBe(before);
    const larger = await imports.importFiles('1', [], { size: 16 }, () => {});
    expect(larger).toMatchObject({ value: { info: { height: 16 } } });
  });

  it('ends when it is dropped', async () => {
    const { imports } = startImports();
    const reading = imports.importFiles(
      '1',
      toFiles(folders(['a', 'b'])),
      {},
      () => void imports.dropImport('1'),
    );
    expect(await reading).toMatchObject({ ok: false, diagnostics: [{ code: 'run/stopped' }] });
    expect(await imports.keepImport('1', 'x')).toMatchObject({ ok: false });
  });

  it('that finds no room says so and can be tried again', async () => {
    const full = Object.assign(new Error('full'), { name: 'QuotaExceededError' });
    const { imports } = startImports(full);
    await imports.importFiles('1', toFiles(folders(['a', 'b'])), {}, () => {});
    for (let turn = 0; turn < 2; turn++) {
      const kept = await imports.keepImport('1', 'Mine');
      expect(kept.diagnostics[0].message).toBe(
        'There is no room for this data on this computer; nothing was kept.',
      );
    }
  });
});
