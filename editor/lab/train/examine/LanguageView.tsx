/** How well held-out text is guessed: figures, the loss along the window, and text coloured by surprise. */
import type { GuessedToken, LanguageExamination, ShownToken } from '../../../../runtime/index';
import { formatExact } from '../../../ui/format';
import { lossText, percent } from '../../format';
import { metricText, testTitle } from '../../metricWords';
import { PlaceCurve } from './PlaceCurve';

export function LanguageView({ found }: { readonly found: LanguageExamination }) {
  return (
    <div className="lab-found">
      <div className="lab-language">
        <Figures found={found} />
        <PlaceCurve values={found.byPlace} />
      </div>
      <section>
        <h3>
          Test text, coloured by surprise <small>point at a token to see what was expected</small>
        </h3>
        <p className="lab-scale">
          <span>expected</span>
          <i className="lab-surprise-scale" aria-hidden />
          <span>surprising</span>
        </p>
        <ul className="lab-texts">
          {found.samples.map(({ index, before, tokens }) => (
            <li key={index}>
              <p>
                {before.map((token, place) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a token is its place
                  <span key={place} className="muted" title="read, not guessed">
                    {token.text}
                  </span>
                ))}
                {tokens.map((token, place) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a token is its place
                  <Guessed key={place} token={token} />
                ))}
              </p>
              <Surprises tokens={tokens} />
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

function Guessed({ token }: { readonly token: GuessedToken }) {
  const { text, probability, guess, id } = token;
  const title =
    id === guess.id
      ? `“${text}”: expected, ${percent(probability)}`
      : `“${text}” had ${percent(probability)}; “${guess.text}” was likelier, ${percent(guess.probability)}`;
  return (
    <span
      className="lab-guessed"
      title={title}
      style={{ '--surprise': `${Math.round(40 * (1 - probability))}%` } as React.CSSProperties}
    >
      {text}
    </span>
  );
}

const MOST_SURPRISES = 8;

/** For those who do not see the colours. */
function Surprises({ tokens }: { readonly tokens: readonly GuessedToken[] }) {
  const worst = tokens
    .map((token, place) => ({ token, place }))
    .sort((a, b) => a.token.probability - b.token.probability)
    .slice(0, MOST_SURPRISES);
  const quoted = ({ text }: ShownToken) => `“${text}”`;
  return (
    <details className="lab-curve-table">
      <summary>Most surprising, as a table</summary>
      <table className="lab-table numeric">
        <thead>
          <tr>
            <th scope="col">place</th>
            <th scope="col">token</th>
            <th scope="col">its probability</th>
            <th scope="col">expected</th>
            <th scope="col">its probability</th>
          </tr>
        </thead>
        <tbody>
          {worst.map(({ token, place }) => (
            <tr key={place}>
              <th scope="row">{place + 1}</th>
              <td>{quoted(token)}</td>
              <td>{percent(token.probability)}</td>
              <td>{quoted(token.guess)}</td>
              <td>{percent(token.guess.probability)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

function Figures({ found }: { readonly found: LanguageExamination }) {
  const { nats, charactersPerToken, accuracy, tokens, vocabulary, baselines } = found;
  const bits = nats / Math.LN2;
  return (
    <table className="lab-table numeric">
      <caption>On {formatExact(tokens)} tokens of test text</caption>
      <tbody>
        {charactersPerToken !== null && (
          <tr>
            <th scope="row">Bits per character</th>
            <td>{(bits / charactersPerToken).toFixed(2)}</td>
          </tr>
        )}
        <tr>
          <th scope="row">Bits per token</th>
          <td>
            {bits.toFixed(2)}{' '}
            <small className="lab-by-chance muted">
              by chance {Math.log2(vocabulary).toFixed(2)}
            </small>
          </td>
        </tr>
        <tr>
          <th scope="row">Loss per token</th>
          <td>{lossText(nats)}</td>
        </tr>
        <tr>
          <th scope="row">Next token right</th>
          <td>{percent(accuracy)}</td>
        </tr>
        {baselines.map(({ title, metric }) => (
          <tr key={`${title} ${metric.kind}`} className="muted">
            <th scope="row">
              {title}: {testTitle(metric.kind).toLowerCase()}
            </th>
            <td>{metricText(metric)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
