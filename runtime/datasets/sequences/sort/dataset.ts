/** Digits, to be written in order. */
import { defineSequences } from '../defineSequences';

export default defineSequences(
  {
    id: 'sort',
    title: 'Sort the digits',
    summary: 'Random digits, to be written from the smallest to the largest.',
  },
  {
    sizes: { least: 4, most: 64, usual: 8 },
    question: (digits) => digits,
    answer: (digits) => digits,
    symbols: '0123456789',
    mark: ':',
    aligned: true,
  },
  () => import('./draw'),
);
