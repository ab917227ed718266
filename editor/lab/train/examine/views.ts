/** Which views of a training fit a graph and its data. */
import {
  type Analysis,
  type Examination,
  type ExamineWhat,
  type Experiment,
  examinable,
  findDataset,
} from '../../../../runtime/index';
import { formatExact } from '../../../ui/format';

export type ViewId =
  | 'curves'
  | 'mistakes'
  | 'classes'
  | 'samples'
  | 'translations'
  | 'answers'
  | 'boxes'
  | 'weights';

export interface View {
  readonly id: ViewId;
  readonly title: string;
  /** Null for the curves, which are always there. */
  readonly what: ExamineWhat | null;
}

const views: readonly View[] = [
  { id: 'curves', title: 'Curves', what: null },
  { id: 'mistakes', title: 'Mistakes', what: 'classes' },
  { id: 'classes', title: 'Classes', what: 'classes' },
  { id: 'samples', title: 'Samples', what: 'language' },
  { id: 'translations', title: 'Translations', what: 'translation' },
  { id: 'answers', title: 'Answers', what: 'sequences' },
  { id: 'boxes', title: 'Boxes', what: 'boxes' },
  { id: 'weights', title: 'Weights', what: 'histograms' },
];

/** In the order in which they are offered. */
export function viewsOf(analysis: Analysis, { dataset }: Experiment): readonly View[] {
  const fitting = examinable(analysis.plan.program, findDataset(dataset)?.task);
  return views.filter(({ what }) => what === null || fitting.includes(what));
}

/** "Of step 300, on 64 of 1,000 test examples." */
export function describeLook({ what, step, examples, available }: Examination): string {
  const when = step === 0 ? 'Before the first step' : `Of step ${formatExact(step)}`;
  if (what === 'histograms') {
    return `${when}, on the next batch of ${formatExact(examples)} training examples.`;
  }
  const all = examples === available;
  const count = all
    ? `all ${formatExact(available)}`
    : `the first ${formatExact(examples)} of ${formatExact(available)}`;
  return `${when}, on ${count} test examples.`;
}
