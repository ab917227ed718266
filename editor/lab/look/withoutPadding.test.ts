import { describe, expect, it } from 'vitest';
import type { SeenInput } from '../../../runtime/index';
import type { AttentionSource } from './attentionSources';
import { withoutPadding } from './withoutPadding';

const text = (...texts: string[]): SeenInput => ({
  kind: 'tokens',
  ids: Int32Array.from(texts, (_, at) => at),
  texts,
});
const source: AttentionSource = {
  tap: 'a.weights',
  path: 'a',
  title: 'A',
  heads: 2,
  tokens: 3,
  source: 4,
  queryInput: 'to',
  sourceInput: 'from',
};
const seen = { to: text('x', 'y', '·'), from: text('p', '·', 'q', '·'), other: text('z', '·') };
/** [2 heads, 3 tokens, 4 source]; the last column gets no weight. */
const data = Float32Array.from({ length: 24 }, (_, at) => (at % 4 === 3 ? 0 : at + 1));

describe('withoutPadding', () => {
  it('cuts rows and columns of padding off, and keeps what lies before', () => {
    const cut = withoutPadding({ source, attention: { ...source, data }, seen });
    expect(cut.attention).toMatchObject({ heads: 2, tokens: 2, source: 3 });
    expect([...cut.attention.data]).toEqual([1, 2, 3, 5, 6, 7, 13, 14, 15, 17, 18, 19]);
    expect(cut.source).toMatchObject({ tokens: 2, source: 3 });
    expect(cut.seen.to).toMatchObject({ texts: ['x', 'y'] });
    expect(cut.seen.from).toMatchObject({ texts: ['p', '·', 'q'] });
    expect(cut.seen.other).toBe(seen.other);
  });

  it('hides no padding that is looked at', () => {
    const attended = data.slice();
    attended[7] = 0.1;
    const whole = { source, attention: { ...source, data: attended }, seen };
    expect(withoutPadding(whole)).toBe(whole);
  });

  it('leaves alone what has no padding, or tokens of another place', () => {
    const full = { to: text('x', 'y', 'z'), from: text('p', 'q', 'r', 's') };
    const others: Record<string, SeenInput>[] = [full, { from: text('p', '·') }, {}];
    for (const inputs of others) {
      const whole = { source, attention: { ...source, data }, seen: inputs };
      expect(withoutPadding(whole)).toBe(whole);
    }
  });
});
