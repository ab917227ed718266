/** An input after resizing or tokenizing: pixels, or tokens in boxes. */
import type { SeenInput } from '../../../runtime/index';
import { lossText } from '../format';
import { PictureCanvas } from './PictureCanvas';
import { rangeOf, tensorPicture } from './tensorPicture';

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
  if (seen.kind === 'tensor') return <SeenNumbers title={title} seen={seen} />;
  return <TokenBoxes ids={seen.ids} texts={seen.texts} label={`Tokens of ${title}`} />;
}

/** Numbers as a grey picture, with their sizes and range. */
function SeenNumbers({
  title,
  seen,
}: {
  readonly title: string;
  readonly seen: Extract<SeenInput, { kind: 'tensor' }>;
}) {
  const picture = tensorPicture(seen);
  const { min, max } = rangeOf(seen.data);
  return (
    <figure className="lab-seen-picture">
      {picture && <PictureCanvas picture={picture} label={`${title}, small numbers dark`} />}
      <figcaption className="muted numeric">
        {seen.axes.map((axis, i) => `${axis} ${seen.shape[i]}`).join(' · ')}, from {lossText(min)}{' '}
        to {lossText(max)}
      </figcaption>
    </figure>
  );
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
