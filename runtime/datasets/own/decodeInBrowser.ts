/** Decodes a picture file in a worker of the browser. */
import type { DecodedImage } from './readImages';

/** Far more than any size that is kept. */
const LONGEST_SIDE = 512;
const MOST_BYTES = 40_000_000;
const MOST_PIXELS = 100_000_000;

/** Rejects for what is no picture, or far too large. */
export async function decodeInBrowser(blob: Blob): Promise<DecodedImage> {
  if (blob.size > MOST_BYTES) throw new Error('The file is larger than 40 MB');
  const bitmap = await createImageBitmap(blob);
  try {
    const { width, height } = bitmap;
    if (width * height > MOST_PIXELS) throw new Error('The picture has too many pixels');
    const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height));
    const [w, h] = [width, height].map((side) => Math.max(1, Math.round(side * scale)));
    const canvas = new OffscreenCanvas(w, h);
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (!context) throw new Error('This browser cannot draw in a worker');
    context.imageSmoothingQuality = 'high';
    context.drawImage(bitmap, 0, 0, w, h);
    const { data } = context.getImageData(0, 0, w, h);
    return { width, height, pixels: { width: w, height: h, data } };
  } finally {
    bitmap.close();
  }
}
