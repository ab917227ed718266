/** Digits, to be written once more. */
import { defineSequences } from '../defineSequences';

export default defineSequences(
  {
    id: 'copy',
    title: 'Copy the digits',
    summary: 'Random digits, to be written once more: the shortest proof that attention works.',
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
