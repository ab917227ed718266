/** The cost of a training step of the open graph, worked out when the page has nothing else to do. */
import { useEffect, useMemo, useState } from 'react';
import type { Analysis, Estimate, Experiment, GraphDocument } from '../../runtime/index';
import { estimate, needsOf, optimizerOf } from '../../runtime/index';
import { defaultExperiment } from '../lab/train/experiments';
import { useEditor } from '../store/EditorContext';
import { selectAnalysis } from '../store/selectors';

export interface TrainingCost {
  /** Examples in one step, of the experiment. */
  readonly batch: number;
  /** Null until it was worked out for the first time. */
  readonly estimate: Estimate | null;
  /** The estimate is of the graph before the last edit. */
  readonly pending: boolean;
}

/** How long nothing is edited before it begins. */
const PAUSE_MS = 150;

/** By analysis, which documents that mean the same share; then by batch and optimiser. */
const known = new WeakMap<Analysis, Map<string, Estimate>>();

/** Never computes while a key is handled: an estimate takes longer than an analysis. */
export function useTrainingCost(): TrainingCost {
  const document = useEditor((state) => state.document);
  const analysis = useEditor(selectAnalysis);
  const experiment = useMemo(
    () => document.experiment ?? defaultExperiment(needsOf(analysis.plan.program)),
    [document, analysis],
  );
  const key = keyOf(experiment);
  const ready = known.get(analysis)?.get(key) ?? null;
  const [last, setLast] = useState<Estimate | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the analysis and the key stand for the rest
  useEffect(() => {
    if (ready) {
      setLast(ready);
      return;
    }
    return whenIdle(() => setLast(estimateOnce(document, analysis, experiment)));
  }, [analysis, key, ready]);
  return { batch: experiment.batchSize, estimate: ready ?? last, pending: ready === null };
}

/** Two parts of the page that ask for the same share the work. Takes long the first time. */
export function estimateOnce(
  document: GraphDocument,
  analysis: Analysis,
  experiment: Experiment,
): Estimate {
  const made = known.get(analysis) ?? new Map<string, Estimate>();
  known.set(analysis, made);
  const key = keyOf(experiment);
  let found = made.get(key);
  if (!found) {
    const { batchSize: batch } = experiment;
    found = estimate(document, { batch, optimizer: optimizerOf(experiment) });
    made.set(key, found);
  }
  return found;
}

/** The same where it was worked out already; null where not. */
export function knownEstimate(analysis: Analysis, experiment: Experiment): Estimate | null {
  return known.get(analysis)?.get(keyOf(experiment)) ?? null;
}

/** The part of an experiment that the training step depends on. */
function keyOf(experiment: Experiment): string {
  return JSON.stringify([experiment.batchSize, optimizerOf(experiment)]);
}

/** Calls back after a pause, in an idle moment; returns what calls it off. */
export function whenIdle(work: () => void): () => void {
  let idle: number | null = null;
  const timer = setTimeout(() => {
    // Safari has no idle moments.
    if (typeof requestIdleCallback === 'undefined') work();
    else idle = requestIdleCallback(work, { timeout: 1000 });
  }, PAUSE_MS);
  return () => {
    clearTimeout(timer);
    if (idle !== null) cancelIdleCallback(idle);
  };
}
