/** A text in three parts: whole documents where there are many, else stretches of it. */
import type { Diagnostic } from '../../graph/diagnostics';
import type { Shaped } from './countClasses';
import { counted, dataError, dataWarning } from './problem';
import type { TextDraft } from './readTexts';
import type { SettledOptions } from './types';

const SAMPLES = 24;

export function shapeText({ documents }: TextDraft, options: SettledOptions): Shaped {
  const parts = splitText(documents, options);
  return shapedText(parts, options, []);
}

export interface TextsByPart {
  readonly train: string;
  readonly validation: string;
  readonly test: string;
}

/** Whole documents where there are many, in their order; else stretches of the text. */
function splitText(
  documents: readonly string[],
  { validation, test }: SettledOptions,
): TextsByPart {
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
  options: SettledOptions,
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
