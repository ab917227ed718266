/** Brackets of three kinds: is each closed by its own? The Dyck language. */
import { defineSequences } from '../defineSequences';

export default defineSequences(
  {
    id: 'brackets',
    title: 'Brackets',
    summary:
      'Brackets of three kinds, such as ([]{}), half of them balanced (1). Those that are not (0) differ in one or two places, so that counting does not help.',
  },
  {
    // Pairs of brackets.
    sizes: { least: 3, most: 32, usual: 4 },
    question: (pairs) => 2 * pairs,
    answer: () => 1,
    symbols: '01()[]{}',
    mark: '=',
    aligned: false,
    classes: ['not balanced', 'balanced'],
  },
  () => import('./draw'),
);
