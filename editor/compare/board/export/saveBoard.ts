/** Saves what the board shows as files: CSV, SVG, PNG. */
import { version } from '../../../../package.json';
import type { GraphDocument } from '../../../../runtime/index';
import { downloadBlob, fileNameOf } from '../../../persistence/files';
import { curvesCsv, runsCsv } from './boardCsv';
import { boardPicture, type PictureOptions } from './boardPicture';

export async function saveCsv(whole: GraphDocument, kind: 'runs' | 'curves'): Promise<void> {
  const text = kind === 'runs' ? runsCsv(whole, version) : curvesCsv(whole);
  const name = fileNameOf(whole.title, kind === 'runs' ? ' results.csv' : ' curves.csv');
  downloadBlob(name, new Blob([text], { type: 'text/csv' }));
}

/** Pixels of a PNG for each of the SVG's: sharp on a slide. */
const SCALE = 2;

export async function savePicture(options: PictureOptions, kind: 'svg' | 'png'): Promise<void> {
  const picture = boardPicture(options);
  const text = new XMLSerializer().serializeToString(picture);
  const svg = new Blob([text], { type: 'image/svg+xml' });
  const blob = kind === 'svg' ? svg : await toPng(svg);
  downloadBlob(fileNameOf(options.title, ` comparison.${kind}`), blob);
}

async function toPng(svg: Blob): Promise<Blob> {
  const address = URL.createObjectURL(svg);
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.naturalWidth * SCALE;
    canvas.height = image.naturalHeight * SCALE;
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) => {
      canvas.toBlob(
        (blob) => (blob ? resolve(blob) : reject(new Error('No picture'))),
        'image/png',
      );
    });
  } finally {
    URL.revokeObjectURL(address);
  }
}
