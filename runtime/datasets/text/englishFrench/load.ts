/** The English-French sentences as a data set. */
import type { Dataset, DatasetInfo, LoadContext } from '../../types';
import { pairsDataset } from '../pairsDataset';
import { readPairs, readParts } from '../parts';
import { remember } from '../remember';

const file = new URL('./english-french.bin', import.meta.url);

export async function load(context: LoadContext, info: DatasetInfo): Promise<Dataset> {
  const pairs = await remember(file, 'pairs', async () => {
    const { train, validation, test } = await readParts(await context.readFile(file));
    return { train: readPairs(train), validation: readPairs(validation), test: readPairs(test) };
  });
  return pairsDataset(info, pairs, context);
}
