/** Sizes that several inputs ask for. */
import { int } from '../define';

export const tokensParam = int({
  label: 'Tokens',
  doc: 'Length of the sequence.',
  default: 8,
  min: 1,
  max: 4096,
  symbol: 'T',
  unit: 'tokens',
});

export const vocabularyParam = int({
  label: 'Vocabulary',
  doc: 'How many different tokens there are.',
  default: 13,
  min: 2,
  max: 262144,
  symbol: 'V',
  unit: 'tokens',
});

export const objectsParam = int({
  label: 'Things',
  doc: 'Most things in a picture.',
  default: 8,
  min: 1,
  max: 1000,
  symbol: 'M',
  unit: 'objects',
});
