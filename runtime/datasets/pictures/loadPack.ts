/** A data set whose pictures are a data pack of the site. */
import type { Dataset, DatasetInfo, LoadContext } from '../types';
import { loadPictures } from './loadPictures';

/** In every pack of pictures. */
const FILE = 'pictures.bin';

export async function load(context: LoadContext, info: DatasetInfo): Promise<Dataset> {
  return loadPictures(context, info, await context.readPack(info.pack ?? info.id, FILE));
}
