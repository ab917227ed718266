/** Digits and the same digits in reverse: 3 1 4 1 5 9 2 6 -> 6 2 9 5 1 4 1 3. */
import { createRandom, type Random } from '../../../graph/random';
import { drawDigits } from '../drawDigits';
import type { Example, ExampleOf } from '../loadSequences';
import { type Part, splitOf } from '../splitOf';

/** The only size there was in documents of version 1. */
const EARLIER_SIZE = 8;

export function draw(random: Random, size: number): Example {
  return inReverse(drawDigits(random, size));
}

/**
 * Eight digits are drawn one after the other from two streams, one for training; those held out are all
 * different. So trainings of today repeat those of version 1 to the last digit.
 */
export function drawAll(size: number, counts: Readonly<Record<Part, number>>): ExampleOf | null {
  if (size !== EARLIER_SIZE) return null;
  const stream = createRandom('train').fork('reverse-digits/train');
  const train = Array.from({ length: counts.train }, () => drawWhere(stream, size, true));
  const held = new Set<string>();
  const random = createRandom('reverse-digits/test-set');
  while (held.size < counts.validation + counts.test) held.add(drawWhere(random, size, false));
  const tested = [...held];
  const questions = {
    train,
    validation: tested.slice(0, counts.validation),
    test: tested.slice(counts.validation),
  };
  return (part, index) => inReverse(questions[part][index]);
}

function drawWhere(random: Random, size: number, train: boolean): string {
  for (;;) {
    const digits = drawDigits(random, size);
    if ((splitOf(digits) === 'train') === train) return digits;
  }
}

function inReverse(question: string): Example {
  return { question, answer: Array.from(question).reverse().join('') };
}
