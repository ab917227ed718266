/** Numbers that a model answers with: similarities as bars, anything else in short. */
import type { RunOutput } from '../../../runtime/index';
import { lossText } from '../format';
import { similarityText, similarityWords } from './similarity';

export type ValueOutput = Extract<RunOutput, { kind: 'value' }>;

interface Props {
  readonly outputs: readonly ValueOutput[];
  readonly titleOf: (path: string) => string;
  /** The weights were learned: a similarity means something. */
  readonly learned: boolean;
}

export function Values({ outputs, titleOf, learned }: Props) {
  // What is asked for first: the number, then what it was made from.
  const ordered = [...outputs].sort((a, b) => Number(!a.meaning) - Number(!b.meaning));
  return (
    <ol className="lab-values" aria-label="Predictions">
      {ordered.map((output) => (
        <li key={output.path}>
          <strong>{titleOf(output.path)}</strong>
          {output.meaning === 'similarity' && output.value.data.length === 1 ? (
            <Similarity cosine={output.value.data[0]} learned={learned} />
          ) : (
            <Summary output={output} />
          )}
        </li>
      ))}
    </ol>
  );
}

function Similarity({ cosine, learned }: { readonly cosine: number; readonly learned: boolean }) {
  return (
    <div className="lab-similarity">
      <span className="numeric">cos {similarityText(cosine)}</span>
      <span className="lab-similarity-bar" aria-hidden>
        <span style={{ inlineSize: `${Math.max(0, Math.min(1, cosine)) * 100}%` }} />
      </span>
      {learned && <span>{similarityWords(cosine)}</span>}
    </div>
  );
}

function Summary({ output }: { readonly output: ValueOutput }) {
  const { shape, axes, data } = output.value;
  let [sum, min, max] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of data) {
    sum += value;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  return (
    <>
      <span className="numeric">
        {shape.map((size, i) => `${axes[i] ?? ''} ${size}`.trim()).join(' · ') || 'one number'}
      </span>
      <span className="numeric muted">
        {data.length === 1
          ? lossText(data[0])
          : `from ${lossText(min)} to ${lossText(max)}, mean ${lossText(sum / data.length)}`}
      </span>
    </>
  );
}
