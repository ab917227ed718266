/** Where each head of one step looked: a row a head, a column a token; and the strongest in words. */
import { type CSSProperties, useCallback, useMemo } from 'react';
import { weightText } from '../../format';
import { largest, strongest } from '../../look/attention';
import { viridisCss, viridisWord } from '../../look/viridis';
import { useMapCanvas } from '../../useMapCanvas';
import type { StepAttention } from './writtenText';

const STRONGEST = 4;

export function StepHeads({ attention }: { readonly attention: StepAttention }) {
  const { heads, columns, values, names } = attention;
  const max = largest(values) || 1;
  const mean = useMemo(() => {
    const row = new Float32Array(columns);
    for (let i = 0; i < values.length; i++) row[i % columns] += values[i] / heads;
    return row;
  }, [values, columns, heads]);
  const paint = useCallback(
    (words: Uint32Array) => {
      for (let i = 0; i < words.length; i++) words[i] = viridisWord(values[i] / max);
    },
    [values, max],
  );
  const canvas = useMapCanvas(columns, heads, paint);
  return (
    <div className="write-heads">
      <canvas
        ref={canvas}
        width={columns}
        height={heads}
        style={{ '--heads': heads } as CSSProperties}
        role="img"
        aria-label={`Attention of this step, heads ${heads}, tokens ${columns}, largest weight ${weightText(max)}`}
      />
      <p className="muted numeric">
        heads {heads} · tokens {columns} · up to {weightText(max)}
      </p>
      <ol aria-label="Looked at most, mean of heads">
        {strongest(mean, Math.min(STRONGEST, columns)).map(({ column, value }) => (
          <li key={column}>
            <span
              className="lab-swatch"
              style={{ background: viridisCss(value / max) }}
              aria-hidden
            />
            <span className="name">{names[column]}</span>
            <small className="muted numeric">place {column + 1}</small>
            <span className="numeric">{weightText(value)}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}
