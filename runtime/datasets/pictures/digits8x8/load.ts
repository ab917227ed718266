/** The digits of 8 x 8 pixels that the site carries. */
import type { Dataset, DatasetInfo, LoadContext } from '../../types';
import { loadPictures } from '../loadPictures';

const file = new URL('./digits.bin', import.meta.url);

export async function load(context: LoadContext, info: DatasetInfo): Promise<Dataset> {
  return loadPictures(context, info, await context.readFile(file));
}
