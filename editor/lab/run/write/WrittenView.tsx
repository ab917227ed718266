/** The text as it comes, each token shaded by how sure the model was, and what one of them was chosen from. */
import { type CSSProperties, memo, type PointerEvent, useState } from 'react';
import type { SeenInput, ShownToken } from '../../../../runtime/index';
import { formatExact } from '../../../ui/format';
import { percent } from '../../format';
import { Predictions, Verdict } from '../Predictions';
import type { Writing } from './findWriting';
import { TokenPanel } from './TokenPanel';
import { isMark, type WrittenText, type WrittenToken } from './writtenText';

interface Props {
  readonly text: WrittenText;
  readonly writing: Writing;
  /** Its tokens are whole words. */
  readonly spaced: boolean;
  /** What the inputs are seen as while the text is still written. */
  readonly typed: Readonly<Record<string, SeenInput>>;
  readonly running: boolean;
}

export function WrittenView({ text, writing, spaced, typed, running }: Props) {
  const [chosen, setChosen] = useState<number | null>(null);
  const { prompt, tokens, result } = text;
  // While it is written, the last token unless another is pointed at.
  const at = Math.min(chosen ?? tokens.length - 1, tokens.length - 1);
  const point = (event: PointerEvent) => {
    const item = (event.target as Element).closest('li[data-token]');
    if (item instanceof HTMLElement) setChosen(Number(item.dataset.token));
  };
  const begun = prompt
    .filter((token) => !isMark(token))
    .map((token) => token.text)
    .join(spaced ? ' ' : '');
  const output = result?.outputs.find(({ kind }) => kind === 'tokens');
  return (
    <div className="write-result">
      <div className="write-main">
        <div className="write-text">
          {begun.trim() !== '' && (
            <span className="write-prompt">
              <span className="visually-hidden">It began with: </span>
              {begun}
            </span>
          )}
          <ol
            aria-label="Predictions"
            className={spaced ? 'spaced' : undefined}
            onPointerOver={point}
            onPointerDown={point}
          >
            {tokens.map((token, index) => (
              <Token
                // biome-ignore lint/suspicious/noArrayIndexKey: a token is its place
                key={index}
                token={token}
                index={index}
                chosen={index === at}
              />
            ))}
          </ol>
          {running && <span className="write-caret" aria-hidden />}
        </div>
        {tokens.length === 0 && running && (
          <p className="muted">
            {text.method === 'beam' ? 'Following the beams' : 'Reading the beginning'}
          </p>
        )}
        {output?.kind === 'tokens' && result && (
          <Verdict expected={result.expected} text={output.text} />
        )}
        {result?.beams && result.beams.length > 1 && <Beams beams={result.beams} />}
        {result && (
          <>
            <p className="muted numeric">{workText(text)}</p>
            <Predictions
              result={{
                ...result,
                outputs: result.outputs.filter(({ kind }) => kind !== 'tokens'),
              }}
            />
          </>
        )}
      </div>
      <TokenPanel
        text={text}
        index={at}
        onIndex={setChosen}
        written={writing.input.path}
        seen={result?.seen ?? typed}
      />
    </div>
  );
}

interface TokenProps {
  readonly token: WrittenToken;
  readonly index: number;
  readonly chosen: boolean;
}

const Token = memo(({ token, index, chosen }: TokenProps) => (
  <li
    data-token={index}
    className={[chosen ? 'chosen' : '', isMark(token) ? 'mark' : ''].join(' ')}
    style={{ '--share': `${Math.round(token.probability * 100)}%` } as CSSProperties}
  >
    <Piece token={token} />
    <small className="visually-hidden"> {percent(token.probability)} </small>
  </li>
));

/** The end of a line is seen, and ends it. */
function Piece({ token }: { readonly token: ShownToken }) {
  if (!token.text.includes('\n')) return token.text;
  return (
    <>
      <span className="write-break" aria-hidden>
        ↵
      </span>
      {token.text}
    </>
  );
}

function Beams({ beams }: { readonly beams: NonNullable<WrittenText['result']>['beams'] }) {
  return (
    <section className="write-beams">
      <h3>
        The beams, best first <small className="muted">by their score</small>
      </h3>
      <ol aria-label="Beams">
        {beams?.map(({ text, score }, rank) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two beams may read alike
          <li key={rank}>
            <span className="numeric muted">{score.toFixed(2)}</span>
            <span>{text === '' ? <em className="muted">empty</em> : text}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** How much was written, how fast, and why not faster. */
function workText({ tokens, result }: WrittenText): string {
  if (!result) return '';
  const { tokensPerSecond: rate, cached, uncachedBecause } = result;
  const count = `${formatExact(tokens.length)} ${tokens.length === 1 ? 'token' : 'tokens'}`;
  const speed = `${rate < 10 ? rate.toFixed(1) : formatExact(Math.round(rate))} tokens/s`;
  const how = cached
    ? 'keys and values kept'
    : `recomputed for each token: ${uncachedBecause ?? 'nothing could be kept.'}`;
  return `${count} · ${speed} · ${how}`;
}
