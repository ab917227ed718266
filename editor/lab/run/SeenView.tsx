/** An input after resizing or tokenizing: pixels, or tokens in boxes. */
import type { SeenInput } from '../../../runtime/index';
import { PictureCanvas } from './PictureCanvas';

interface Props {
  readonly title: string;
  readonly seen: SeenInput | undefined;
}

export function SeenView({ title, seen }: Props) {
  if (!seen) return null;
  if (seen.kind === 'image') {
    return (
      <figure className="lab-seen-picture">
        <PictureCanvas picture={seen} label={`${title}, ${seen.width} by ${seen.height} pixels`} />
        <figcaption className="muted numeric">
          {seen.width} × {seen.height} pixels, {seen.channels === 1 ? 'grey' : 'colour'}
        </figcaption>
      </figure>
    );
  }
  return <TokenBoxes ids={seen.ids} texts={seen.texts} label={`Tokens of ${title}`} />;
}

interface TokenBoxesProps {
  readonly ids: Int32Array;
  readonly texts: readonly string[];
  readonly label: string;
}

/** Tokens as text over their ids. */
function TokenBoxes({ ids, texts, label }: TokenBoxesProps) {
  return (
    <ol className="lab-token-boxes" aria-label={label}>
      {texts.map((text, place) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: a token is its place
          key={place}
          className={ids[place] === 0 ? 'padding' : ''}
        >
          <span>{text}</span>
          <small className="numeric">{ids[place]}</small>
        </li>
      ))}
    </ol>
  );
}
