/** Ids beyond what a graph knows would be computed with as nothing, and nobody would notice. */

import { type InputLeaf, inputLeaves } from '../compiler/inputNeeds';
import type { Dataset, FieldValues, Split } from '../datasets/types';
import type { Program } from '../ops/program';
import { RunFault } from './backend/faults';

/** The same data; a batch with a class or a token that the program does not know throws a `RunFault`. */
export function checkIds(dataset: Dataset, program: Program): Dataset {
  const checked = inputLeaves(program).filter(({ spec }) => {
    const kind = dataset.fields[spec.field]?.kind;
    return spec.vocabulary !== undefined && (kind === 'class' || kind === 'tokens');
  });
  const withCheck = (split: Split): Split => ({
    size: split.size,
    batch(indices) {
      const values = split.batch(indices);
      for (const leaf of checked) check(leaf, values[leaf.spec.field], dataset);
      return values;
    },
  });
  const { train, validation, test } = dataset;
  return {
    ...dataset,
    train: withCheck(train),
    validation: withCheck(validation),
    test: withCheck(test),
  };
}

function check({ name, spec }: InputLeaf, ids: FieldValues, { title, fields }: Dataset): void {
  const { vocabulary = 0 } = spec;
  for (const id of ids) {
    if (id >= 0 && id < vocabulary && Number.isInteger(id)) continue;
    const [one, many] =
      fields[spec.field].kind === 'class' ? ['class', 'classes'] : ['token', 'tokens'];
    throw new RunFault({
      code: 'train/data',
      severity: 'error',
      message: `An example of "${title}" has the ${one} ${id}, and this block knows ${vocabulary} ${many}, from 0 to ${vocabulary - 1}.`,
      hint: 'Raise the number that this block knows, or choose other data.',
      at: { path: name },
    });
  }
}
