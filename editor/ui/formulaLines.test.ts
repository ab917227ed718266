import { expect, it } from 'vitest';
import { formulaLines } from './formulaLines';

it('breaks between statements, not within one', () => {
  expect(formulaLines(String.raw`a = b, \quad c = d \qquad e`)).toEqual(['a = b,', 'c = d', 'e']);
  const cases = String.raw`\begin{cases} 1 & x \quad y \end{cases}`;
  expect(formulaLines(cases)).toEqual([cases]);
  const group = String.raw`\left( a \quad b \right) \text{if \quad c}`;
  expect(formulaLines(group)).toEqual([group]);
  expect(formulaLines(String.raw`\leftarrow a \quad \rightarrow b`)).toHaveLength(2);
});
