/** The tokenizers that a data set learns for a graph. */
import type { DatasetInfo, InputNeed } from '../../../runtime/index';

export interface LearnedOne {
  readonly id: 'characters' | 'bpe';
  readonly vocabulary: number;
}

/** Each once; none where the tokens are given. */
export function tokenizersOf(info: DatasetInfo, needs: readonly InputNeed[]): LearnedOne[] {
  const found = new Map<string, LearnedOne>();
  for (const field of Object.values(info.fields(needs))) {
    if (field.kind !== 'tokens') continue;
    const { tokenizer, vocabulary } = field;
    if (tokenizer !== 'characters' && tokenizer !== 'bpe') continue;
    found.set(`${tokenizer} ${vocabulary}`, { id: tokenizer, vocabulary });
  }
  return [...found.values()];
}
