/** What is trained of each variant: its graph, its settings, and a hash that tells both. */
import {
  type Estimate,
  type Experiment,
  type GraphDocument,
  needsOf,
  variantDocument,
  variantIds,
} from '../../../runtime/index';
import { swapId } from '../../commands/variants';
import { estimateOnce, knownEstimate } from '../../inspector/useTrainingCost';
import { defaultExperiment } from '../../lab/train/experiments';
import { hasLoss } from '../../lab/train/hasLoss';
import { graphHash, textHash } from '../../persistence/hash';
import { analysisOf } from '../../store/selectors';

export interface Contestant {
  /** Id of the variant, or `BASE`. */
  readonly id: string;
  readonly document: GraphDocument;
  readonly experiment: Experiment;
  /** Hash of graph and experiment, the seed left out. */
  readonly fingerprint: string;
}

const known = new WeakMap<GraphDocument, Omit<Contestant, 'id'>>();

/** The base and its variants, in the order in which they are shown. */
export function contestantsOf(whole: GraphDocument): readonly Contestant[] {
  return variantIds(whole).flatMap((id) => contestantOf(whole, id) ?? []);
}

/** Null for a variant that is not there. */
export function contestantOf(whole: GraphDocument, id: string): Contestant | null {
  const document = variantDocument(whole, id);
  if (!document) return null;
  const found = known.get(document) ?? read(document);
  known.set(document, found);
  return { id, ...found };
}

function read(document: GraphDocument): Omit<Contestant, 'id'> {
  const experiment =
    document.experiment ?? defaultExperiment(needsOf(analysisOf(document).plan.program));
  return { document, experiment, fingerprint: fingerprintOf(document, experiment) };
}

function fingerprintOf(document: GraphDocument, experiment: Experiment): string {
  const { seed: _, ...rest } = experiment;
  const settings = Object.entries(rest)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return textHash(`${graphHash(document)} ${JSON.stringify(settings)}`);
}

/** Seeds of its trainings: that of the experiment, and those that follow. */
export function seedsOf({ experiment }: Contestant, count: number): readonly number[] {
  return Array.from({ length: count }, (_, at) => (experiment.seed + at) % 2 ** 32);
}

/** Whether there is something to train; false also while the graph has problems. */
export function isTrainable({ document }: Contestant): boolean {
  return hasLoss(analysisOf(document));
}

/** What a step costs; takes long where nobody has asked for it yet. */
export function estimateOf({ document, experiment }: Contestant): Estimate {
  return estimateOnce(document, analysisOf(document), experiment);
}

/** Null where it was not worked out yet. */
export function knownEstimateOf({ document, experiment }: Contestant): Estimate | null {
  return knownEstimate(analysisOf(document), experiment);
}

/** The variant that a lasting name stands for now: the other way round than `slotOf`. */
export function variantOf(slot: string, swaps: readonly string[]): string {
  return swaps.reduce(swapId, slot);
}
