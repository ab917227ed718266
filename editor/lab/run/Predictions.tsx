/** What the model answered: the most likely classes, or the tokens it wrote. */
import { Check } from 'lucide-react';
import type { CSSProperties } from 'react';
import type { RunOutput, RunResult } from '../../../runtime/index';
import { useEditor } from '../../store/EditorContext';
import { selectAnalysis } from '../../store/selectors';
import { formatExact } from '../../ui/format';
import { milliseconds, percent } from '../format';
import { isUntrained } from '../labState';
import { pathTitle } from '../pathTitle';
import { shortName } from '../weights/weightsState';
import { Values } from './Values';

const SHOWN = 5;

interface Props {
  readonly result: RunResult;
}

export function Predictions({ result }: Props) {
  const document = useEditor((state) => state.document);
  const analysis = useEditor(selectAnalysis);
  const values = result.outputs.filter((output) => output.kind === 'value');
  return (
    <div className="lab-output">
      {result.outputs.map((output) => (
        <Output key={output.path} output={output} expected={result.expected} />
      ))}
      {values.length > 0 && (
        <Values
          outputs={values}
          titleOf={(path) => pathTitle(document, analysis, path)}
          learned={!isUntrained(result)}
        />
      )}
      <p className="muted numeric">
        {milliseconds(result.milliseconds)}
        {result.weightsFrom && ` · weights from ${shortName(result.weightsFrom)}`}
        {result.trainedSteps > 0 && ` · after ${formatExact(result.trainedSteps)} training steps`}
      </p>
      {isUntrained(result) && (
        <p className="lab-note">Untrained weights: expect nonsense, train first.</p>
      )}
    </div>
  );
}

function Output({
  output,
  expected,
}: {
  readonly output: RunOutput;
  readonly expected: string | null;
}) {
  if (output.kind === 'classes') return <Classes output={output} expected={expected} />;
  if (output.kind === 'tokens') return <Tokens output={output} expected={expected} />;
  return null;
}

function Classes({
  output,
  expected,
}: {
  readonly output: Extract<RunOutput, { kind: 'classes' }>;
  readonly expected: string | null;
}) {
  const top = output.top.slice(0, SHOWN);
  const among = top.some((each) => each.label === expected);
  return (
    <>
      <ol className="lab-classes" aria-label="Predictions">
        {top.map((each, rank) => {
          const right = each.label === expected;
          return (
            <li
              key={each.index}
              className={[rank === 0 ? 'first' : '', right ? 'right' : ''].join(' ')}
            >
              <span className="name">{each.label}</span>
              <span className="bar" aria-hidden>
                <span style={{ inlineSize: `${Math.max(0.4, each.probability * 100)}%` }} />
              </span>
              <span className="numeric share">{percent(each.probability)}</span>
              {right && (
                <span className="mark">
                  <Check size={14} aria-hidden /> right answer
                </span>
              )}
            </li>
          );
        })}
      </ol>
      {expected !== null && !among && (
        <p className="lab-verdict">The right answer is {expected}; it is not among these.</p>
      )}
    </>
  );
}

function Tokens({
  output,
  expected,
}: {
  readonly output: Extract<RunOutput, { kind: 'tokens' }>;
  readonly expected: string | null;
}) {
  return (
    <>
      <ol className="lab-tokens" aria-label="Predictions">
        {output.tokens.map((token, place) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: a token is its place
            key={place}
            style={{ '--share': `${Math.round(token.probability * 100)}%` } as CSSProperties}
            title={`${percent(token.probability)} sure`}
          >
            <span>{token.text}</span>
            <small className="numeric">{percent(token.probability)}</small>
          </li>
        ))}
      </ol>
      <Verdict expected={expected} text={output.text} />
    </>
  );
}

/** Whether a text is the right one; nothing where that is not known. */
export function Verdict({
  expected,
  text,
}: {
  readonly expected: string | null;
  readonly text: string;
}) {
  if (expected === null) return null;
  const right = sameText(expected, text);
  return (
    <p className={`lab-verdict ${right ? 'right' : ''}`}>
      {right ? (
        <>
          <Check size={14} aria-hidden /> Right
        </>
      ) : (
        `The right answer is ${expected}`
      )}
    </p>
  );
}

/** Spaces and end marks are a matter of the tokenizer, not of the answer. */
function sameText(a: string, b: string): boolean {
  const bare = (text: string) => text.replace(/<end>|\s/g, '');
  return bare(a) === bare(b);
}
