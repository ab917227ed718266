/** How texts become tokens: what was learned from the data, and a text to try. */
import { useEffect, useState } from 'react';
import {
  type DatasetInfo,
  type InputNeed,
  type TextPiece,
  type TokenizerReport,
  visiblePiece,
} from '../../../runtime/index';
import { Dialog } from '../../ui/Dialog';
import { formatExact } from '../../ui/format';
import { useController } from '../labContext';
import { type LearnedOne, tokenizersOf } from './learnedTokenizers';

interface Props {
  readonly info: DatasetInfo;
  readonly needs: readonly InputNeed[];
  readonly onClose: () => void;
}

const titles = { characters: 'Characters', bpe: 'Pieces of words' } as const;
/** Marks that stand before the first piece: padding, start, end, unknown. */
const RESERVED = 4;

export function TokenizerDialog({ info, needs, onClose }: Props) {
  return (
    <Dialog title={`Tokens of “${info.title}”`} wide onClose={onClose}>
      <div className="tokenizers">
        {tokenizersOf(info, needs).map((one) => (
          <TokenizerView key={`${one.id} ${one.vocabulary}`} dataset={info.id} one={one} />
        ))}
      </div>
    </Dialog>
  );
}

interface ViewProps {
  readonly dataset: string;
  readonly one: LearnedOne;
}

function TokenizerView({ dataset, one }: ViewProps) {
  const { texts } = useController();
  const [report, setReport] = useState<TokenizerReport | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [text, setText] = useState('The people of the United States');
  const [pieces, setPieces] = useState<readonly TextPiece[]>([]);
  const { id, vocabulary } = one;
  useEffect(() => {
    let current = true;
    void texts.tokenizer(dataset, id, vocabulary).then((found) => {
      if (!current) return;
      if (found.ok) setReport(found.value);
      else setProblem(found.diagnostics[0]?.message ?? 'The tokens could not be read.');
    });
    return () => {
      current = false;
    };
  }, [texts, dataset, id, vocabulary]);
  useEffect(() => {
    if (!report) return;
    let current = true;
    void texts.tokenize(dataset, id, vocabulary, text).then((found) => {
      if (current && found.ok) setPieces(found.value);
    });
    return () => {
      current = false;
    };
  }, [texts, dataset, id, vocabulary, text, report]);
  if (problem) return <p className="lab-problem">{problem}</p>;
  if (!report) return <p className="muted">Reading the data to learn its tokens</p>;
  const learned = report.pieces.slice(RESERVED).filter(standsForText);
  return (
    <section aria-label={titles[id]}>
      <p>
        {titles[id]}: {formatExact(learned.length)} of them, learned from the training text; a token
        stands for {report.charactersPerToken.toFixed(2)} characters on average.
      </p>
      <label className="tokenizer-try">
        <span>Try a text</span>
        <input
          className="field"
          value={text}
          maxLength={400}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      <p className="token-row" aria-live="polite">
        <span className="visually-hidden">{formatExact(pieces.length)} tokens: </span>
        {pieces.map((piece, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a token is its place
          <code key={place} title={`id ${piece.id}`}>
            {visiblePiece(piece.text)}
          </code>
        ))}
        <small className="muted numeric">
          {formatExact(pieces.length)} tokens for {formatExact([...text].length)} characters
        </small>
      </p>
      {report.merges.length > 0 ? (
        <>
          <h4>Merges, in the order in which they were learned</h4>
          <ol className="token-merges scroll">
            {report.merges.map(([left, right], place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a merge is its place
              <li key={place}>
                <code>{visiblePiece(left)}</code> + <code>{visiblePiece(right)}</code> →{' '}
                <code>{visiblePiece(left + right)}</code>
              </li>
            ))}
          </ol>
        </>
      ) : (
        <p className="token-row scroll">
          {learned.map((piece) => (
            <code key={piece}>{visiblePiece(piece)}</code>
          ))}
        </p>
      )}
    </section>
  );
}

/** Not an id that is left over, nor a mark. */
function standsForText(piece: string): boolean {
  return piece !== '' && !/^(#\d+|<\w+>)$/.test(piece);
}
