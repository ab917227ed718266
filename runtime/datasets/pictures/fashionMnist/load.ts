/** The part of Fashion-MNIST that the site carries. */
import type { Dataset, DatasetInfo, LoadContext } from '../../types';
import { loadPictures } from '../loadPictures';

const file = new URL('./fashion-mnist.bin', import.meta.url);

export async function load(context: LoadContext, info: DatasetInfo): Promise<Dataset> {
  return loadPictures(context, info, await context.readFile(file));
}
