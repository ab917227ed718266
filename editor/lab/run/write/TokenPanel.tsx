/** One token of a text: what it was chosen from, and where the model looked when it wrote it. */
import { useMemo, useState } from 'react';
import { type SeenInput, visiblePiece } from '../../../../runtime/index';
import { useEditor } from '../../../store/EditorContext';
import { selectAnalysis } from '../../../store/selectors';
import { Button } from '../../../ui/Button';
import { percent } from '../../format';
import { useController } from '../../labContext';
import { findAttention } from '../../look/attentionSources';
import { StepHeads } from './StepHeads';
import { stepAttention, type WrittenText, type WrittenToken } from './writtenText';

interface Props {
  readonly text: WrittenText;
  /** Of its tokens; -1 before the first. */
  readonly index: number;
  readonly onIndex: (index: number) => void;
  /** Path of the input of what was written. */
  readonly written: string;
  readonly seen: Readonly<Record<string, SeenInput>>;
}

export function TokenPanel({ text, index, onIndex, written, seen }: Props) {
  const token = text.tokens[index];
  return (
    <section className="write-token" aria-label="One token">
      {token ? (
        <>
          <label className="write-place">
            <span>
              Token <span className="numeric">{index + 1}</span> of{' '}
              <span className="numeric">{text.tokens.length}</span>
            </span>
            <input
              type="range"
              aria-label="Token"
              min={1}
              max={text.tokens.length}
              value={index + 1}
              aria-valuetext={`${index + 1}: ${visiblePiece(token.text)}, ${percent(token.probability)}`}
              onChange={(event) => onIndex(Number(event.target.value) - 1)}
            />
          </label>
          <Chances token={token} />
          <Attention text={text} index={index} written={written} seen={seen} />
        </>
      ) : (
        <p className="muted">
          {text.method === 'beam' && !text.result
            ? 'Of a beam search, tokens are told when the best text is found.'
            : 'Here you see what each token was chosen from.'}
        </p>
      )}
    </section>
  );
}

function Chances({ token }: { readonly token: WrittenToken }) {
  const among = token.top.some(({ id }) => id === token.id);
  const rows = among ? token.top : [...token.top, token];
  return (
    <ol className="write-chances" aria-label="Likeliest tokens">
      {rows.map(({ id, text, probability }) => (
        <li key={id} className={id === token.id ? 'taken' : ''}>
          <span className="name">{visiblePiece(text)}</span>
          <span className="bar" aria-hidden>
            <span style={{ inlineSize: `${Math.max(0.5, probability * 100)}%` }} />
          </span>
          <span className="numeric">{percent(probability)}</span>
          {id === token.id && <span className="visually-hidden">taken</span>}
        </li>
      ))}
    </ol>
  );
}

function Attention({ text, index, written, seen }: Omit<Props, 'onIndex'>) {
  const controller = useController();
  const document = useEditor((state) => state.document);
  const analysis = useEditor(selectAnalysis);
  const sources = useMemo(() => findAttention(document, analysis), [document, analysis]);
  const [tap, setTap] = useState<string | null>(null);
  const told = sources.filter((each) => Object.hasOwn(text.tokens[index].attention, each.tap));
  const source = told.find((each) => each.tap === tap) ?? told.at(-1);
  const looked = useMemo(
    () => source && stepAttention(text, index, source, written, seen),
    [text, index, source, written, seen],
  );
  if (text.method === 'beam' && sources.length > 0) {
    return <p className="muted">Where single steps looked is not told of a beam search.</p>;
  }
  if (!source || !looked) return null;
  return (
    <>
      <div className="write-looked">
        <label>
          <span className="visually-hidden">Attention of this step</span>
          <select
            className="field"
            value={source.tap}
            onChange={(event) => setTap(event.target.value)}
          >
            {told.map((each) => (
              <option key={each.tap} value={each.tap}>
                {each.title}
              </option>
            ))}
          </select>
        </label>
        <Button
          small
          title="The whole map, with all that was written"
          onClick={() => {
            controller.lookAt(source.tap);
            controller.show('look');
          }}
        >
          Look
        </Button>
      </div>
      <StepHeads attention={looked} />
    </>
  );
}
