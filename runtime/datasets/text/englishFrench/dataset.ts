/** Short sentences in English and French. */
import { defineDataset } from '../../define';
import { pairsFields } from '../fields';

export default defineDataset(
  {
    id: 'english-french',
    title: 'English to French',
    summary:
      '9,218 sentences and phrases with their translation: from the Scratch site for children, the messages of a compiler, and the names of emoji. 727 are kept for the test.',
    group: 'text',
    takes: 'text',
    task: 'translate',
    sizes: null,
    bytes: 308_007,
    licence: 'BSD-3-Clause, Apache-2.0, MIT and Unicode-3.0',
    citation:
      'Translations of Scratch (npm scratch-l10n 3.18.350), TypeScript (5.9.2) and Unicode CLDR (npm emojibase-data 17.0.0)',
    fields: (needs) => pairsFields(needs),
  },
  () => import('./load'),
);
