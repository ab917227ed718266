/** Digits, to be written in reverse. */
import { defineSequences } from '../defineSequences';

export default defineSequences(
  {
    id: 'reverse-digits',
    title: 'Reverse the digits',
    summary:
      'Random digits, to be written from the last to the first. The cross-attention shows how: the anti-diagonal.',
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
