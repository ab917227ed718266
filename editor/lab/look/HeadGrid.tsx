/** All heads side by side, small; choosing one shows it large. */
import { useCallback, useMemo } from 'react';
import { weightText } from '../format';
import { useMapCanvas } from '../useMapCanvas';
import {
  type AttentionMap,
  type AttentionTensor,
  headMap,
  largest,
  meanMap,
  rowOf,
  shrink,
} from './attention';
import type { PatchGrid } from './patches';
import { viridisWord } from './viridis';

/** A head by its number from 0, or the mean of all. */
export type HeadChoice = number | 'mean';

interface Props {
  readonly attention: AttentionTensor;
  readonly head: HeadChoice;
  readonly onHead: (head: HeadChoice) => void;
  /** On a picture: each head shows what this query attends to, on this grid. */
  readonly patches: { readonly grid: PatchGrid; readonly query: number } | null;
}

const THUMBNAIL = 64;

export function HeadGrid({ attention, head, onHead, patches }: Props) {
  const maps = useMemo(() => {
    const heads = Array.from({ length: attention.heads }, (_, index) => ({
      choice: index as HeadChoice,
      name: `Head ${index + 1}`,
      map: headMap(attention, index),
    }));
    if (attention.heads === 1) return heads;
    return [{ choice: 'mean' as HeadChoice, name: 'Mean', map: meanMap(attention) }, ...heads];
  }, [attention]);
  return (
    <ul className="lab-heads" aria-label="Heads">
      {maps.map(({ choice, name, map }) => (
        <Head
          key={name}
          name={name}
          map={map}
          patches={patches}
          chosen={head === choice || maps.length === 1}
          onChoose={() => onHead(choice)}
        />
      ))}
    </ul>
  );
}

interface HeadProps {
  readonly name: string;
  readonly map: AttentionMap;
  readonly patches: Props['patches'];
  readonly chosen: boolean;
  readonly onChoose: () => void;
}

function Head({ name, map, patches, chosen, onChoose }: HeadProps) {
  const small = useMemo((): AttentionMap => {
    if (!patches) return shrink(map, THUMBNAIL);
    const { grid, query } = patches;
    const row = rowOf(map, query).subarray(grid.leading);
    return { values: row, rows: grid.rows, columns: grid.columns };
  }, [map, patches]);
  const max = useMemo(() => largest(small.values), [small]);
  const paint = useCallback(
    (words: Uint32Array) => {
      for (let i = 0; i < words.length; i++) words[i] = viridisWord(small.values[i] / max);
    },
    [small, max],
  );
  const canvas = useMapCanvas(small.columns, small.rows, paint);
  return (
    <li>
      <button
        type="button"
        className="lab-head"
        aria-pressed={chosen}
        aria-label={`${name}, largest weight ${weightText(max)}`}
        onClick={onChoose}
      >
        <canvas ref={canvas} width={small.columns} height={small.rows} aria-hidden />
        <span className="numeric">{name}</span>
      </button>
    </li>
  );
}
