/** Draws into a canvas at one pixel a value; CSS makes it large, unsmoothed. */
import { type RefObject, useEffect, useRef } from 'react';

/**
 * A canvas of width x height pixels, drawn before the next frame whenever `paint` changes. `paint`
 * fills the RGBA words of the picture, row by row.
 */
export function useMapCanvas(
  width: number,
  height: number,
  paint: (words: Uint32Array) => void,
): RefObject<HTMLCanvasElement | null> {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      const context = canvas.current?.getContext('2d');
      if (!context || width < 1 || height < 1) return;
      const image = context.createImageData(width, height);
      paint(new Uint32Array(image.data.buffer));
      context.putImageData(image, 0, 0);
    });
    return () => cancelAnimationFrame(frame);
  }, [width, height, paint]);
  return canvas;
}
