/** Compiles what looks at held-out examples during a training and after it. */
import type { Executor } from '../compiler/execute';
import type { Dataset } from '../datasets/types';
import type { GraphDocument } from '../graph/document';
import type { ModelHold } from './models';

/** Looking at examples may take this much memory, and as much as a training step in any case. */
const EVALUATION_BYTES = 2 ** 28;

/**
 * Examples that are looked at together outside training: more than a small batch, for speed, but no
 * more than there are, nor so many that they take longer than a training step may.
 */
function widestBatch(batch: number, { validation, test }: Dataset): number {
  const sizes = [validation.size, test.size].filter((size) => size > 0);
  return Math.max(batch, Math.min(64, 8 * batch, ...sizes));
}

/** The models that look at examples outside training, in batches that memory has room for. */
export interface Evaluation {
  /** Examples that are looked at together. */
  readonly batch: number;
  /** Null where the graph answers nothing. */
  readonly predict: Executor | null;
  /**
   * Loss with running statistics, by the examples that are looked at together; null where the graph
   * has problems outside its loss. Compiled when it is first asked for.
   */
  readonly executorOf: (batch: number) => Executor | null;
}

export function compileEvaluation(
  models: ModelHold,
  document: GraphDocument,
  step: Executor,
  batch: number,
  dataset: Dataset,
): Evaluation {
  const wanted = widestBatch(batch, dataset);
  const room = Math.max(step.plan.peakBytes, EVALUATION_BYTES);
  const wide = models.get(document, { purpose: 'evaluate', batch: wanted });
  const fits = wide.ok && wide.value.executor.plan.peakBytes <= room;
  const size = fits ? wanted : batch;
  const predict = models.get(document, { purpose: 'predict', batch: size });
  return {
    batch: size,
    predict: predict.ok ? predict.value.executor : null,
    executorOf(count) {
      const model = models.get(document, { purpose: 'evaluate', batch: count });
      return model.ok ? model.value.executor : null;
    },
  };
}
