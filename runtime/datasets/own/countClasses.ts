/** How many examples each class has in each part, and what is told of that. */
import type { Diagnostic } from '../../graph/diagnostics';
import { counted, dataError, dataWarning, firstNames } from './problem';
import type { ExampleSplit } from './splitExamples';
import type { ImportPreview, OwnParts } from './types';

/** Lets messages through in long work, from time to time; rejects where it is to end. */
export type Breathe = () => Promise<void>;

/** A preview without its title, and the arrays that would be kept. */
export type Shaped = Omit<ImportPreview, 'title'> & { readonly parts: () => OwnParts };

/** Adds to `notes` what keeps classes from being learned. */
export function countClasses(
  classes: readonly string[],
  labels: ArrayLike<number>,
  split: ExampleSplit,
  notes: Diagnostic[],
): ImportPreview['classes'] {
  const counts = classes.map((name) => ({ name, train: 0, validation: 0, test: 0 }));
  for (const part of ['train', 'validation', 'test'] as const) {
    for (const index of split[part]) counts[labels[index]][part]++;
  }
  if (classes.length < 2) {
    notes.push(
      dataError(
        classes.length === 0
          ? 'There is no class.'
          : `There is one class, “${classes[0]}”: there is nothing to tell apart.`,
        'Give each class a folder of pictures, or a value in the column of the labels.',
      ),
    );
    return counts;
  }
  const total = (each: (typeof counts)[number]) => each.train + each.validation + each.test;
  const rare = counts.filter((each) => total(each) < 3);
  if (rare.length > 0) {
    const names = firstNames(rare.map(({ name }) => `“${name}”`));
    notes.push(
      dataWarning(
        `${names} ${rare.length === 1 ? 'has' : 'have'} fewer than 3 examples, so that no part but the training has any.`,
        'Add examples, or leave the class out.',
      ),
    );
  }
  const unlearned = counts.filter((each) => each.train === 0 && total(each) > 0);
  if (unlearned.length > 0) {
    notes.push(
      dataWarning(
        `${firstNames(unlearned.map(({ name }) => `“${name}”`))} ${unlearned.length === 1 ? 'has' : 'have'} no example in the training.`,
      ),
    );
  }
  const sum = split.train.length;
  if (sum < 2) {
    notes.push(
      dataError(
        `There ${sum === 1 ? 'is' : 'are'} ${counted(sum, 'example')} to learn from.`,
        'Add more examples, or keep fewer for the test.',
      ),
    );
  }
  return counts;
}
