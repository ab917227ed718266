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

const small: Readonly<Record<string, number>> = {
  d_model: 16,
  d_ff: 32,
  heads: 2,
  layers: 1,
  patch: 14,
  width: 4,
};

/** The same graph with hyperparameters that a slow backend trains in seconds. */
export function smaller(document: GraphDocument): GraphDocument {
  return {
    ...document,
    hyperparameters: document.hyperparameters.map((hyperparameter) => ({
      ...hyperparameter,
      value: small[hyperparameter.name] ?? hyperparameter.value,
    })),
  };
}
