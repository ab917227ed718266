/** Reads a picture file of any size into floats, made small enough for the worker. */
import { type Picture, toPicture } from './imagePreparation';

/** No model here looks at more pixels a side. */
const LONGEST_SIDE = 512;
/** A larger file is hardly a photograph, and decoding it could take the page's memory. */
const MOST_BYTES = 40_000_000;
const MOST_PIXELS = 100_000_000;

export type DecodedPicture =
  | {
      readonly ok: true;
      readonly picture: Picture;
      readonly width: number;
      readonly height: number;
    }
  | { readonly ok: false; readonly message: string };

/** `channels` as the model takes them; `width` and `height` are those of the file. */
export async function decodePicture(file: File, channels: number): Promise<DecodedPicture> {
  if (file.size > MOST_BYTES) {
    return { ok: false, message: `${file.name} is larger than 40 MB. Choose a smaller picture.` };
  }
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    return {
      ok: false,
      message: `${file.name} could not be read as a picture. PNG, JPEG, WebP and GIF work.`,
    };
  }
  try {
    const { width, height } = bitmap;
    if (width * height > MOST_PIXELS) {
      return { ok: false, message: `${file.name} has too many pixels. Choose a smaller picture.` };
    }
    const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(width * scale));
    canvas.height = Math.max(1, Math.round(height * scale));
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (!context) return { ok: false, message: 'This browser cannot draw pictures.' };
    context.imageSmoothingQuality = 'high';
    context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    const pixels = context.getImageData(0, 0, canvas.width, canvas.height);
    return { ok: true, picture: toPicture(pixels, channels), width, height };
  } finally {
    bitmap.close();
  }
}
