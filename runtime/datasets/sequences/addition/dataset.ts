/** Two numbers, to be added. */
import { defineSequences } from '../defineSequences';

export default defineSequences(
  {
    id: 'addition',
    title: 'Addition',
    summary:
      'Two random numbers, such as 37+85=, and their sum, digit by digit: carrying is the hard part.',
  },
  {
    // Two numbers of so many digits, a plus and an equals sign; the sum may have one digit more.
    sizes: { least: 2, most: 8, usual: 2 },
    question: (digits) => 2 * digits + 2,
    answer: (digits) => digits + 1,
    symbols: '0123456789+=',
    mark: '',
    aligned: false,
  },
  () => import('./draw'),
);
