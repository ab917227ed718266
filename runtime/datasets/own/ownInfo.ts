/** A user's own data as a data set is told: from what is known of it, without its bytes. */

import type { Diagnostic } from '../../graph/diagnostics';
import { formatBytes } from '../../graph/formatBytes';
import { labelledTextFields, languageFields, pairsFields } from '../text/fields';
import type { DatasetInfo, Field, InputNeed } from '../types';
import { titleOfOwnId } from './ownId';
import type { OwnDataset, OwnInfo } from './types';

export function toDatasetInfo({ id, title, bytes, info }: OwnDataset): DatasetInfo {
  return {
    id,
    title,
    summary: `${describeOwn(info)}; ${formatBytes(bytes)}, on this computer only.`,
    group: 'own',
    takes: info.kind === 'pictures' ? 'image' : info.kind === 'table' ? 'numbers' : 'text',
    task: info.kind === 'text' ? 'language' : info.kind === 'pairs' ? 'translate' : 'classify',
    sizes: info.kind === 'text' ? null : info.sizes,
    // Nothing is fetched.
    bytes: 0,
    licence: 'Your own',
    citation: '',
    fields: (needs) => fieldsOf(info, needs),
  };
}

/** "1,200 pictures of 28 x 28 pixels in 3 classes". */
export function describeOwn(info: OwnInfo): string {
  const { train, validation, test } = info.sizes;
  const total = (train + validation + test).toLocaleString('en');
  switch (info.kind) {
    case 'pictures':
      return `${total} ${info.channels === 1 ? 'grey' : 'colour'} pictures of ${info.width} x ${info.height} pixels in ${info.classes.length} classes`;
    case 'table':
      return `${total} rows with ${info.features.length} ${info.features.length === 1 ? 'number' : 'numbers'} in ${info.classes.length} classes`;
    case 'labelled':
      return `${total} texts in ${info.classes.length} classes`;
    case 'pairs':
      return `${total} pairs of texts`;
    case 'text':
      return `A text of ${total} characters, ${info.alphabet} different ones`;
  }
}

function fieldsOf(info: OwnInfo, needs: readonly InputNeed[]): Readonly<Record<string, Field>> {
  switch (info.kind) {
    case 'pictures': {
      const { height, width, channels } = info;
      return { image: { kind: 'image', height, width, channels }, label: classesOf(info.classes) };
    }
    case 'table': {
      const need = needs.find(({ role }) => role === 'sequence');
      const count = info.features.length;
      // Each column a token of one number, or all one token: as the graph has it.
      const shape = need?.shape[0] === 1 && need.shape[1] !== 1 ? [1, count] : [count, 1];
      return { sequence: { kind: 'numbers', shape }, label: classesOf(info.classes) };
    }
    case 'labelled':
      return labelledTextFields(needs, info.classes);
    case 'pairs':
      return pairsFields(needs);
    case 'text':
      return languageFields(needs, info.alphabet);
  }
}

function classesOf(names: readonly string[]): Field {
  return { kind: 'class', classes: names.length, labels: 'none', names };
}

/** A document names data that this computer does not have. */
export function missingOwn(id: string): Diagnostic {
  return {
    code: 'data/missing',
    severity: 'error',
    message: `This graph was trained on your own data “${titleOfOwnId(id)}”, which is not on this computer.`,
    hint: 'Add the same files under “Your data” on this computer, or choose another data set.',
    at: {},
  };
}
