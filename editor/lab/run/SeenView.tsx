/** An input after resizing or tokenizing: pixels, or tokens in boxes. */
import type { SeenInput } from '../../../runtime/index';
import { lossText } from '../format';
import { contentLength } from '../padding';
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
  return <TokenBoxes seen={seen} label={`Tokens of ${title}`} />;
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
  readonly seen: Extract<SeenInput, { kind: 'tokens' }>;
  readonly label: string;
}

/** Padding is shown place by place up to so many. */
const MOST_PADDING = 4;

/** Tokens as text over their ids; much padding as one box. */
function TokenBoxes({ seen, label }: TokenBoxesProps) {
  const { ids, texts } = seen;
  const padding = texts.length - contentLength(seen);
  const shown = padding > MOST_PADDING ? texts.slice(0, -padding) : texts;
  return (
    <ol className="lab-token-boxes" aria-label={label}>
      {shown.map((text, place) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: a token is its place
          key={place}
          className={ids[place] === 0 ? 'padding' : ''}
        >
          <span>{text}</span>
          <small className="numeric">{ids[place]}</small>
        </li>
      ))}
      {shown.length < texts.length && (
        <li className="padding">
          <span>padding</span>
          <small className="numeric">{padding} ×</small>
        </li>
      )}
    </ol>
  );
}
