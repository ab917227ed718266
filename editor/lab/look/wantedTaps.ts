/** Which attention a run brings back: all of a small graph, one of a large. */
import type { AttentionSource } from './attentionSources';

/** Values of attention that may cross from the worker in one run: 8 MB. */
const MOST_VALUES = 2_000_000;

/** Taps to ask for: what is looked at is always among them, or else the first. */
export function wantedTaps(
  sources: readonly AttentionSource[],
  lookingAt: string | null,
): readonly string[] {
  const values = sources.reduce((sum, each) => sum + each.heads * each.tokens * each.source, 0);
  if (values <= MOST_VALUES) return sources.map((source) => source.tap);
  const looked = sources.find((source) => source.tap === lookingAt) ?? sources[0];
  return [looked.tap];
}
