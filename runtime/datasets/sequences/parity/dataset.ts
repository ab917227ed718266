/** Ones and noughts: is the number of ones even or odd? Minsky and Papert 1969. */
import { defineSequences } from '../defineSequences';

export default defineSequences(
  {
    id: 'parity',
    title: 'Parity',
    summary:
      'Random bits, and whether the number of ones is even (0) or odd (1). Every single bit counts, so nothing is learned until all of it is.',
  },
  {
    sizes: { least: 6, most: 64, usual: 8 },
    question: (bits) => bits,
    answer: () => 1,
    symbols: '01',
    mark: '=',
    aligned: false,
    classes: ['even', 'odd'],
  },
  () => import('./draw'),
);
