/** How a graph is scored, by what it is: by its answers, or by means of its loss and metrics. */
import { NATS } from '../blocks/shared/tokenLoss';
import { answerLabels, answerOutput } from '../compiler/examinable';
import { type InputLeaf, inputLeaves } from '../compiler/inputNeeds';
import { tokenizerFor } from '../datasets/tokenizers';
import type { Dataset } from '../datasets/types';
import type { MetricKind } from '../graph/document';
import type { Program, ProgramOutput } from '../ops/program';
import { textOf } from './prepareInput';

/** Answers are compared with the right ones. */
export interface AnswerScoring {
  readonly by: 'answers';
  readonly kind: 'accuracy' | 'sequences' | 'bleu';
  readonly output: ProgramOutput;
  /** Field of the data set with the right answers. */
  readonly answers: string;
  /** Set where the model writes its answer token by token. */
  readonly generated: InputLeaf | null;
  /** Ids of an answer as a text. */
  readonly toText: (ids: Int32Array) => string;
}

/** Mean of a value of the graph over the examples. */
export interface MeanScoring {
  readonly by: 'mean';
  readonly kind: MetricKind;
  /** Name of a metric of the graph; null for its loss. */
  readonly metric: string | null;
  /** What the mean is multiplied with. */
  readonly factor: number;
}

export type Scoring = AnswerScoring | MeanScoring;

const LOSS: MeanScoring = { by: 'mean', kind: 'loss', metric: null, factor: 1 };

/** `predict` is null where the graph answers nothing. */
export function findScoring(predict: Program | null, train: Program, dataset: Dataset): Scoring {
  const output = predict ? answerOutput(predict) : undefined;
  const byAnswers = predict && output && scoreAnswers(predict, output, train, dataset);
  if (byAnswers) return byAnswers;
  const has = (name: string) =>
    train.outputs.some((each) => each.kind === 'metric' && each.name === name);
  if (output?.kind === 'tokens') {
    const { charactersPerToken, task } = dataset;
    if (charactersPerToken !== undefined && has(NATS)) {
      const factor = 1 / (Math.LN2 * charactersPerToken);
      return { by: 'mean', kind: 'bits', metric: NATS, factor };
    }
    // Given each right token before, all are right exactly where the model writes them by itself.
    if (task === 'transform' && has('sequence accuracy')) {
      return { by: 'mean', kind: 'sequences', metric: 'sequence accuracy', factor: 1 };
    }
    return LOSS;
  }
  return has('accuracy') ? { by: 'mean', kind: 'accuracy', metric: 'accuracy', factor: 1 } : LOSS;
}

/** Null where the answers of a graph are no classes, and no sequences to be right as a whole. */
function scoreAnswers(
  predict: Program,
  output: ProgramOutput,
  train: Program,
  dataset: Dataset,
): AnswerScoring | null {
  const places = predict.types[output.value].shape.length - 1;
  const labels = answerLabels(train, places);
  if (!labels) return null;
  const answers = labels.spec.field;
  const inputs = inputLeaves(predict);
  const generated = inputs.find(({ spec }) => spec.role === 'generated-tokens') ?? null;
  const common = { by: 'answers', output, answers, toText: writer(dataset, answers) } as const;
  if (output.kind === 'classes') return { ...common, kind: 'accuracy', generated: null };
  if (generated) {
    // A language model goes on with a text; there is no one right text.
    if (inputs.every((leaf) => leaf === generated)) return null;
    const kind = dataset.task === 'translate' ? 'bleu' : 'sequences';
    return { ...common, kind, generated };
  }
  const whole = train.outputs.some(({ name }) => name === 'sequence accuracy');
  return whole && dataset.task !== 'language' ? { ...common, kind: 'sequences', generated } : null;
}

/** Ids as a text, up to the end token, with the tokenizer that they belong to. */
export function writer(dataset: Dataset, name: string): AnswerScoring['toText'] {
  const field = dataset.fields[name];
  if (field?.kind !== 'tokens') return (ids) => ids.join(' ');
  const tokenizer = tokenizerFor(field, dataset);
  return (ids) => textOf(ids, tokenizer);
}
