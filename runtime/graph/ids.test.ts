import { expect, it } from 'vitest';
import { edgeKey, isId, newId } from './ids';

it('gives the smallest free id', () => {
  expect(newId([])).toBe('n1');
  expect(newId(['n1', 'n3', 'other'])).toBe('n2');
  expect(newId(['n1', 'n2', 'n3'])).toBe('n4');
  expect(newId(['d1'], 'd')).toBe('d2');
});

it('refuses ids that are no path segment or reach a prototype', () => {
  for (const id of ['n1', 'A', 'a-b_C9', 'x'.repeat(32)]) expect(isId(id)).toBe(true);
  const bad = ['', '1', '3a', 'a.b', 'a/b', '$in', 'a b', 'ä', 'x'.repeat(33), 'constructor'];
  for (const id of [...bad, '__proto__', 'toString']) expect(isId(id)).toBe(false);
});

it('names a wire by the port it feeds', () => {
  expect(edgeKey({ target: 'n2', targetPort: 'x' })).toBe('n2.x');
});
