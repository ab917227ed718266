/** The cut of the State of the Union addresses as a data set. */
import type { Dataset, DatasetInfo, LoadContext } from '../../types';
import { languageDataset } from '../languageDataset';
import { readParts } from '../parts';
import { remember } from '../remember';

const file = new URL('./sotu.bin', import.meta.url);

export async function load(context: LoadContext, info: DatasetInfo): Promise<Dataset> {
  const parts = await remember(file, 'text', async () => readParts(await context.readFile(file)));
  return languageDataset(info, parts, context);
}
