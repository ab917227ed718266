/** What was read becomes a data set: split, counted, and as the arrays that are kept. */
import type { Diagnostic } from '../../graph/diagnostics';
import { type Breathe, countClasses, type Shaped } from './countClasses';
import { hashBytes } from './hashBytes';
import { counted, dataNote, dataWarning } from './problem';
import type { Draft } from './readFiles';
import type { PictureDraft } from './readImages';
import { shapeTable } from './shapeTable';
import { shapeText } from './shapeText';
import { splitExamples } from './splitExamples';
import type { ImportOptions, SettledOptions } from './types';

const SAMPLES = 24;

/** Guesses what `options` leaves open. `breathe` lets messages through between parts of the work. */
export async function shapeDraft(
  draft: Draft,
  options: ImportOptions,
  breathe: Breathe,
): Promise<Shaped> {
  const full = { validation: 0.1, test: 0.1, seed: 1, ...draft.options, ...options };
  switch (draft.kind) {
    case 'pictures':
      return shapePictures(draft, { ...full, ...draft.options }, breathe);
    case 'table':
      return shapeTable(draft, full, breathe);
    case 'text':
      return shapeText(draft, full);
  }
}

async function shapePictures(
  draft: PictureDraft,
  options: SettledOptions,
  breathe: Breathe,
): Promise<Shaped> {
  const { height, width, channels, classes, images, labels, given } = draft;
  const size = height * width * channels;
  const picture = (index: number) => images.subarray(index * size, (index + 1) * size);
  const keys = new Float64Array(labels.length);
  for (let index = 0; index < keys.length; index++) {
    if (index % 500 === 0) await breathe();
    keys[index] = hashBytes(picture(index));
  }
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
