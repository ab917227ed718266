/** The presets' data and graphs, as the tests of the session use them. */
import { readFile } from 'node:fs/promises';
import { createDatasetLoader, type DatasetLoader } from '../../datasets/catalogue';
import { inflate, parseMnist } from '../../datasets/mnist/mnist';
import type { GraphDocument } from '../../graph/document';

/** The data sets of the site, read from the disk. */
export const shippedDatasets: DatasetLoader = createDatasetLoader(async () => {
  const packed = await readFile(new URL('../../datasets/mnist/mnist.bin', import.meta.url));
  return parseMnist(await inflate(new Uint8Array(packed)));
});

/** The document with some hyperparameters set to other values. */
export function withValues(
  document: GraphDocument,
  values: Readonly<Record<string, number>>,
): GraphDocument {
  return {
    ...document,
    hyperparameters: document.hyperparameters.map((hyperparameter) => ({
      ...hyperparameter,
      value: values[hyperparameter.name] ?? hyperparameter.value,
    })),
  };
}
