/** What was read becomes a data set: split, counted, and as the arrays that are kept. */
import type { Diagnostic } from '../../graph/diagnostics';
import { countClasses, type Shaped } from './countClasses';
import { hashBytes } from './hashBytes';
import { counted, dataError, dataNote, dataWarning } from './problem';
import type { Draft } from './readFiles';
import type { PictureDraft } from './readImages';
import type { TextDraft } from './readTexts';
import { shapeTable } from './shapeTable';
import { splitExamples } from './splitExamples';
import type { ImportOptions } from './types';

const SAMPLES = 24;

/** Guesses what `options` leaves open. */
export function shapeDraft(draft: Draft, options: ImportOptions): Shaped {
  const full = { validation: 0.1, test: 0.1, seed: 1, ...draft.options, ...options };
  switch (draft.kind) {
    case 'pictures':
      return shapePictures(draft, { ...full, ...draft.options });
    case 'table':
      return shapeTable(draft, full);
    case 'text':
      return shapeText(draft, full);
  }
}

type Full = ImportOptions & {
  readonly validation: number;
  readonly test: number;
  readonly seed: number;
};

function shapePictures(draft: PictureDraft, options: Full): Shaped {
  const { height, width, channels, classes, images, labels, given } = draft;
  const size = height * width * channels;
  const picture = (index: number) => images.subarray(index * size, (index + 1) * size);
  const keys = Float64Array.from(labels, (_, index) => hashBytes(picture(index)));
  const split = splitExamples({ ...options, keys, labels, given });
  const notes: Diagnostic[] = [];
  if (split.repeated > 0) {
    notes.push(
      dataNote(
        `${counted(split.repeated, 'picture')} ${split.repeated === 1 ? 'repeats' : 'repeat'} another: equal ones stay in one part.`,
      ),
    );
  }
  if (split.leaked > 0) {
    notes.push(
      dataWarning(
        `${counted(split.leaked, 'picture')} of the test or validation ${split.leaked === 1 ? 'was' : 'were'} in another part, too, and ${split.leaked === 1 ? 'is' : 'are'} left out there.`,
      ),
    );
  }
  const counts = countClasses(classes, labels, split, notes);
  const order = [...split.train, ...split.validation, ...split.test];
  // One of each class in turn.
  const byClass = classes.map((_, label) => order.filter((index) => labels[index] === label));
  const shown = Array.from(
    { length: SAMPLES },
    (_, place) => byClass[place % classes.length][Math.floor(place / classes.length)],
  ).filter((index) => index !== undefined);
  const sizes = {
    train: split.train.length,
    validation: split.validation.length,
    test: split.test.length,
  };
  const failed = notes.some(({ severity }) => severity === 'error');
  return {
    info: failed ? null : { kind: 'pictures', height, width, channels, classes, sizes },
    parts() {
      const kept = new Uint8Array(order.length * size);
      for (const [row, index] of order.entries()) kept.set(picture(index), row * size);
      return { images: kept, labels: Uint8Array.from(order, (index) => labels[index]) };
    },
    bytes: order.length * (size + 1),
    classes: counts,
    samples: {
      kind: 'pictures',
      pictures: shown.map((index) => ({
        data: picture(index).slice(),
        label: classes[labels[index]],
      })),
    },
    columns: [],
    notes,
    options,
  };
}

function shapeText({ documents }: TextDraft, options: Full): Shaped {
  const parts = splitText(documents, options);
  return shapedText(parts, options, []);
}

export interface TextsByPart {
  readonly train: string;
  readonly validation: string;
  readonly test: string;
}

/** Whole documents where there are many, in their order; else stretches of the text. */
function splitText(documents: readonly string[], { validation, test }: Full): TextsByPart {
  if (documents.length >= 10) {
    const held = (share: number) =>
      share > 0 ? Math.max(1, Math.round(share * documents.length)) : 0;
    const end = documents.length - held(test);
    const middle = end - held(validation);
    const join = (from: number, to: number) => documents.slice(from, to).join('\n');
    return {
      train: join(0, middle),
      validation: join(middle, end),
      test: join(end, documents.length),
    };
  }
  const text = documents.join('\n');
  const end = cutAt(text, (1 - test) * text.length);
  const middle = cutAt(text, (1 - test - validation) * text.length);
  return {
    train: text.slice(0, middle),
    validation: text.slice(middle, end),
    test: text.slice(end),
  };
}

/** A place near: after a line where one ends close by, and never within a character. */
function cutAt(text: string, near: number): number {
  const at = Math.round(near);
  if (at >= text.length) return text.length;
  const line = text.lastIndexOf('\n', at) + 1;
  if (line > 0 && at - line < 0.01 * text.length) return line;
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff ? at - 1 : at;
}

export function shapedText(
  parts: TextsByPart,
  options: Full,
  earlier: readonly Diagnostic[],
): Shaped {
  const notes = [...earlier];
  const alphabet = new Set(parts.train).size;
  const sizes = {
    train: parts.train.length,
    validation: parts.validation.length,
    test: parts.test.length,
  };
  if (alphabet < 2) {
    notes.push(
      dataError(
        `The text has ${counted(alphabet, 'different character')}; there is nothing to predict.`,
        'Choose a text with more in it.',
      ),
    );
  } else if (sizes.train < 1000) {
    notes.push(
      dataWarning(
        `The text has ${counted(sizes.train, 'character')} to learn from: a model will know it by heart.`,
        'Some 100,000 characters make a good start.',
      ),
    );
  }
  const encode = (text: string) => new TextEncoder().encode(text);
  return {
    info: alphabet < 2 ? null : { kind: 'text', alphabet, sizes },
    parts: () => ({
      train: encode(parts.train),
      validation: encode(parts.validation),
      test: encode(parts.test),
    }),
    bytes: sizes.train + sizes.validation + sizes.test,
    classes: [],
    samples: {
      kind: 'lines',
      lines: parts.train
        .slice(0, 20_000)
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean)
        .slice(0, SAMPLES)
        .map((line) => line.slice(0, 200)),
    },
    columns: [],
    notes,
    options,
  };
}
