/** Pairs of a letter and a digit: which digit belonged to a letter? Ba et al. 2016, section 4.1. */
import { defineSequences } from '../defineSequences';

export default defineSequences(
  {
    id: 'recall',
    title: 'Associative recall',
    summary:
      'Letters with a digit each, then one of the letters again, such as a3c7b1?c: which digit did it have? Attention looks it up; a network without memory cannot.',
  },
  {
    // Pairs, a question mark and a letter.
    sizes: { least: 2, most: 26, usual: 4 },
    question: (pairs) => 2 * pairs + 2,
    answer: () => 1,
    symbols: '0123456789?abcdefghijklmnopqrstuvwxyz',
    mark: '',
    aligned: false,
    classes: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
  },
  () => import('./draw'),
);
