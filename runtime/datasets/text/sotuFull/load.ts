/** All State of the Union addresses as a data set. */
import type { Dataset, DatasetInfo, LoadContext } from '../../types';
import { languageDataset } from '../languageDataset';
import { readParts } from '../parts';
import { remember } from '../remember';

const held = {};

export async function load(context: LoadContext, info: DatasetInfo): Promise<Dataset> {
  const parts = await remember(held, 'text', async () =>
    readParts(await context.readPack(info.pack ?? '', 'sotu.bin')),
  );
  return languageDataset(info, parts, context);
}
