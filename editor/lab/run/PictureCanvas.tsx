/** A picture shown pixel by pixel, as the model has it. */
import { useCallback } from 'react';
import { useMapCanvas } from '../useMapCanvas';
import { type Picture, toPixels } from './imagePreparation';

interface Props {
  readonly picture: Picture;
  /** Without it the picture is decoration: what is around it names it. */
  readonly label?: string;
  readonly className?: string;
}

export function PictureCanvas({ picture, label, className }: Props) {
  const paint = useCallback(
    (words: Uint32Array) => words.set(new Uint32Array(toPixels(picture).buffer)),
    [picture],
  );
  const canvas = useMapCanvas(picture.width, picture.height, paint);
  return (
    <canvas
      ref={canvas}
      className={`lab-pixels ${className ?? ''}`}
      width={picture.width}
      height={picture.height}
      {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
    />
  );
}
