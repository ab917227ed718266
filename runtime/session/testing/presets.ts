/** The presets' data and graphs, as the tests of the session use them. */
import type { GraphDocument } from '../../graph/document';

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
