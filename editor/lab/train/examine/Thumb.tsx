/** A small view of what a model saw. */
import type { SeenInput } from '../../../../runtime/index';
import { PictureCanvas } from '../../run/PictureCanvas';
import { tensorPicture } from '../../run/tensorPicture';

export function Thumb({ seen }: { readonly seen: SeenInput }) {
  if (seen.kind === 'image') return <PictureCanvas picture={seen} />;
  if (seen.kind === 'tensor') {
    const picture = tensorPicture(seen);
    return picture && <PictureCanvas picture={picture} />;
  }
  const text = seen.texts.filter((_, place) => seen.ids[place] !== 0).join(' ');
  return <span className="lab-thumb-text">{text}</span>;
}
