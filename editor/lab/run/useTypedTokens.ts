/** Texts as the model will see them, while they are typed. */
import { useEffect, useMemo, useState } from 'react';
import {
  fetchPacks,
  loadTokenizer,
  type SeenInput,
  tokenize,
  tokenizerFor,
} from '../../../runtime/index';
import { useLabState } from '../labContext';
import { packsAddress } from '../packsAddress';
import type { GraphInput, TextInput } from './graphInputs';
import type { InputChoice } from './inputChoice';

interface Typed {
  readonly input: TextInput;
  readonly text: string;
}

/**
 * By path of the input; nothing for one that has no text of the user's. Vocabularies in data packs
 * are fetched once something was typed; a pack that is not there is told by the run.
 */
export function useTypedTokens(inputs: readonly GraphInput[]): Readonly<Record<string, SeenInput>> {
  const choices = useLabState((state) => state.inputs);
  const typed = useMemo(() => typedTexts(inputs, choices), [inputs, choices]);
  const wanted = [...new Set(typed.map(({ input }) => input.tokenizer ?? ''))].sort().join(' ');
  const [loaded, setLoaded] = useState('');
  useEffect(() => {
    let current = true;
    const read = fetchPacks(packsAddress());
    const loading = wanted.split(' ').map((id) => loadTokenizer(id, read));
    void Promise.allSettled(loading).then(() => current && setLoaded(wanted));
    return () => {
      current = false;
    };
  }, [wanted]);
  return useMemo(() => (loaded === wanted ? seenTexts(typed) : {}), [loaded, wanted, typed]);
}

function typedTexts(
  inputs: readonly GraphInput[],
  choices: Readonly<Record<string, InputChoice>>,
): readonly Typed[] {
  return inputs.flatMap((input) => {
    const choice = choices[input.path];
    const text = choice?.kind === 'text' ? choice.text : '';
    return input.kind === 'text' && text.trim() !== '' ? [{ input, text }] : [];
  });
}

function seenTexts(typed: readonly Typed[]): Readonly<Record<string, SeenInput>> {
  const seen: Record<string, SeenInput> = {};
  for (const { input, text } of typed) {
    const tokenizer = tokenizerFor({ tokenizer: input.tokenizer ?? '' }, null);
    if (!tokenizer) continue;
    const { ids, texts } = tokenize(tokenizer, text, input.tokens, input.vocabulary);
    seen[input.path] = { kind: 'tokens', ids, texts };
  }
  return seen;
}
