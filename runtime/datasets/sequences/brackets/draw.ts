/** Balanced brackets, and such that almost are. */
import type { Random } from '../../../graph/random';
import type { Example } from '../loadSequences';

const OPEN = '([{';
const CLOSE = ')]}';

/** Those of odd numbers are balanced; so there are as many of both. */
export function draw(random: Random, size: number, index: number): Example {
  const balanced = drawBalanced(random, size);
  if (index % 2 === 1) return { question: balanced, answer: '1' };
  let question = balanced;
  while (isBalanced(question)) question = spoil(random, balanced);
  return { question, answer: '0' };
}

/** Opens and closes with equal chance, where both are possible. */
function drawBalanced(random: Random, pairs: number): string {
  const open: number[] = [];
  let text = '';
  for (let left = pairs; left > 0 || open.length > 0; ) {
    if (left > 0 && (open.length === 0 || random.int(2) === 0)) {
      const kind = random.int(OPEN.length);
      open.push(kind);
      text += OPEN[kind];
      left--;
    } else text += CLOSE[open.pop() ?? 0];
  }
  return text;
}

/** Two brackets change places, or one becomes another, each half of the time. */
function spoil(random: Random, text: string): string {
  const signs = Array.from(text);
  const place = random.int(signs.length);
  if (random.int(2) === 0) {
    const other = random.int(signs.length);
    [signs[place], signs[other]] = [signs[other], signs[place]];
  } else {
    const among = OPEN.includes(signs[place]) ? OPEN : CLOSE;
    signs[place] = among[random.int(among.length)];
  }
  return signs.join('');
}

export function isBalanced(text: string): boolean {
  const open: number[] = [];
  for (const sign of text) {
    const kind = OPEN.indexOf(sign);
    if (kind >= 0) open.push(kind);
    else if (open.pop() !== CLOSE.indexOf(sign)) return false;
  }
  return open.length === 0;
}
