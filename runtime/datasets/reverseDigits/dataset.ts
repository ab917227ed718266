/** Eight digits, to be written in reverse. */
import { defineDataset } from '../define';
import type { TokensField } from '../types';

const tokens: TokensField = { kind: 'tokens', length: 9, vocabulary: 13, tokenizer: 'digits' };

export default defineDataset(
  {
    id: 'reverse-digits',
    title: 'Reverse the digits',
    summary: 'Eight random digits, to be written from the last to the first.',
    group: 'sequences',
    takes: 'text',
    task: 'transform',
    sizes: { train: 50_000, validation: 256, test: 1000 },
    bytes: 0,
    licence: 'Made here',
    citation: '',
    fields: () => ({ source: tokens, decoderInput: tokens, target: tokens }),
  },
  () => import('./load'),
);
