/** What an experiment may not say, in itself and beside a graph and its data. */

import { inputLeaves } from '../compiler/inputNeeds';
import type { Dataset } from '../datasets/types';
import type { Diagnostic, Fix } from '../graph/diagnostics';
import type { Experiment } from '../graph/document';
import type { Program } from '../ops/program';
import { isMixed } from './trainingBatch';

/** What a document may not say is kept out when it is read; a request may come from elsewhere. */
export function checkExperiment(experiment: Experiment): Diagnostic | null {
  const { batchSize, steps, learningRate, warmupSteps, epochs, seconds } = experiment;
  const { momentum = 0, weightDecay = 0, clipNorm = 1, epsilon = 1 } = experiment;
  const { beta1 = 0, beta2 = 0, crop = 0, erase = 0, mixup = 0 } = experiment;
  const whole = (value: number, min: number) => Number.isInteger(value) && value >= min;
  const positive = (value: number) => value > 0 && Number.isFinite(value);
  const share = (value: number) => value >= 0 && value < 1;
  const rules: readonly (readonly [boolean, string, string])[] = [
    [whole(batchSize, 1), 'The batch size must be a whole number from 1.', 'Set it to 32.'],
    [
      epochs !== undefined || whole(steps, 1),
      'A training of no steps learns nothing: their number must be a whole number from 1.',
      'Set it to 500.',
    ],
    [
      epochs === undefined || positive(epochs),
      'A training of no passes over the data learns nothing: their number must be above 0.',
      'Set it to 5.',
    ],
    [
      seconds === undefined || positive(seconds),
      'A training of no time learns nothing: its seconds must be above 0.',
      'Set them to 60.',
    ],
    [whole(warmupSteps, 0), 'The warm-up must be a whole number of steps.', 'Set it to 0.'],
    [positive(learningRate), 'The learning rate must be above 0.', 'Set it to 0.001.'],
    [share(momentum), 'The momentum must be at least 0 and below 1.', 'Set it to 0.9.'],
    [
      !experiment.nesterov || experiment.optimizer !== 'sgd' || momentum > 0,
      'Nesterov momentum needs a momentum above 0.',
      'Set the momentum to 0.9, or turn Nesterov off.',
    ],
    [
      weightDecay === 0 || positive(weightDecay),
      'The weight decay must be at least 0.',
      'Set it to 0.',
    ],
    [
      positive(clipNorm),
      'The longest gradient must be above 0.',
      'Set it to 1, or leave it empty.',
    ],
    [
      share(beta1) && share(beta2),
      'Beta 1 and beta 2 must be at least 0 and below 1.',
      'Set them to 0.9 and 0.999.',
    ],
    [positive(epsilon), 'Epsilon must be above 0.', 'Set it to 1e-8.'],
    [
      whole(crop, 0),
      'Pictures are moved by a whole number of pixels, from 0.',
      'Set it to 2, or leave it empty.',
    ],
    [
      erase >= 0 && erase <= 1,
      'The share of erased pictures must be from 0 to 1.',
      'Set it to 0.25, or leave it empty.',
    ],
    [
      mixup === 0 || positive(mixup),
      'Mixup must be at least 0.',
      'Set it to 0.2, or leave it empty.',
    ],
  ];
  const broken = rules.find(([holds]) => !holds);
  return broken ? settingsProblem(broken[1], broken[2]) : null;
}

/** Whether the data has a batch of training examples. */
export function checkSize({ train, title }: Dataset, { batchSize }: Experiment): Diagnostic | null {
  const { size } = train;
  if (size === 0) {
    return {
      code: 'train/data',
      severity: 'error',
      message: `"${title}" has no training examples.`,
      hint: 'Choose another data set.',
      at: {},
    };
  }
  if (batchSize <= size) return null;
  const fitting = 2 ** Math.floor(Math.log2(size));
  const examples = size === 1 ? 'the only training example' : `the ${size} training examples`;
  return settingsProblem(
    `The batch of ${batchSize} is larger than ${examples}.`,
    `Use a batch of at most ${size}.`,
    [setting(`Set the batch to ${fitting}`, { batchSize: fitting })],
  );
}

/** Whether the inputs of a graph can be changed in training as the experiment says. */
export function checkInputs(program: Program, experiment: Experiment): Diagnostic | null {
  return checkMixup(program, experiment) ?? checkPlaces(program, experiment);
}

/** Right answers that are places in a picture do not move along with it. */
function checkPlaces(program: Program, { flip, crop }: Experiment): Diagnostic | null {
  if (!flip && !crop) return null;
  const places = inputLeaves(program).find(
    ({ spec, value }) => spec.role === 'labels' && program.types[value].dtype === 'float32',
  );
  if (!places) return null;
  return {
    ...settingsProblem(
      'Pictures that are mirrored or moved no longer fit their boxes.',
      'Leave them as they are; they may still be erased or mixed.',
      [setting('Leave the pictures in place', { flip: false, crop: 0 })],
    ),
    at: { path: places.name },
  };
}

function checkMixup(program: Program, { mixup = 0 }: Experiment): Diagnostic | null {
  if (mixup === 0) return null;
  const other = inputLeaves(program).find((leaf) => leaf.spec.role !== 'labels' && !isMixed(leaf));
  if (!other) return null;
  return {
    ...settingsProblem(
      'Mixup takes the mean of two inputs, and tokens have none.',
      'Turn mixup off: it is for pictures and other real numbers.',
      [setting('Turn mixup off', { mixup: 0 })],
    ),
    at: { path: other.name },
  };
}

function setting(label: string, part: Partial<Experiment>): Fix {
  return { label, edits: [{ kind: 'setExperiment', part }] };
}

function settingsProblem(message: string, hint: string, fixes: readonly Fix[] = []): Diagnostic {
  return {
    code: 'train/settings',
    severity: 'error',
    message,
    hint,
    at: {},
    ...(fixes.length > 0 && { fixes }),
  };
}
