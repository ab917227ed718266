/** Finds out where a loss that is not a number came from, and says so. */
import type { NonFinite } from '../compiler/execute';
import type { Diagnostic } from '../graph/diagnostics';
import type { SessionContext } from './context';
import { longestRun } from './heartbeat';
import type { Training } from './prepareTraining';
import type { BindStep, RunStep } from './trainSteps';
import type { Snapshot } from './weights';
import { yieldToEvents } from './yieldToEvents';

export interface NotFiniteOptions {
  readonly context: SessionContext;
  readonly training: Training;
  readonly runStep: RunStep;
  readonly bindStep: BindStep;
  /** Weights from before the step; null where they are too large to be held twice. */
  readonly snapshot: Snapshot | null;
  /** The step whose loss is not finite. */
  readonly step: number;
}

/**
 * Repeats the steps since the snapshot, the last two with every value looked at. Afterwards the
 * weights are those of the snapshot, so that what was learned is not lost.
 */
export async function findNotFinite(options: NotFiniteOptions): Promise<Diagnostic> {
  const { context, training, snapshot, step } = options;
  context.heartbeat.allow(longestRun(context.backend.report.backend, 10 * training.stepFlops));
  if (!snapshot) {
    const found = await inspect(options, step);
    context.weights.clear();
    return describe(step, training, found, 'Nothing that was learned could be kept.');
  }
  const { weights } = context;
  weights.revert(snapshot);
  let found: NonFinite | null = null;
  for (let at = snapshot.step; at <= step && !found; at++) {
    if (at >= step - 1) found = await inspect(options, at);
    if (!found && at < step) {
      const execution = options.runStep(at);
      weights.commit(execution.updates, at + 1);
      context.backend.tf.dispose(execution.outputs.map(({ tensor }) => tensor));
    }
    await yieldToEvents();
  }
  weights.revert(snapshot);
  return describe(step, training, found, `The weights of step ${snapshot.step} were kept.`);
}

async function inspect(
  { training, bindStep }: NotFiniteOptions,
  step: number,
): Promise<NonFinite | null> {
  const { bind, dispose } = bindStep(step);
  try {
    const seed = training.experiment.seed;
    return await training.step.findNonFinite(bind, { step, seed });
  } finally {
    dispose();
  }
}

const origins = {
  forward: 'The first such value came out of',
  backward: 'The first such value was in the gradient of',
  update: 'The first such value was in the update of the weights of',
} as const;

function describe(
  step: number,
  { experiment }: Training,
  found: NonFinite | null,
  kept: string,
): Diagnostic {
  const origin = found ? ` ${originOf(found)}` : '';
  const lower = Number((experiment.learningRate / 10).toPrecision(2));
  return {
    code: 'train/not-finite',
    severity: 'error',
    message: `At step ${step + 1} the loss was no longer a number.${origin} ${kept}`,
    hint: `Lower the learning rate from ${experiment.learningRate}, for example to ${lower}, give it more warm-up steps, or clip the gradients${experiment.clipNorm ? ' shorter' : ''}.`,
    at: found?.path ? { path: found.path } : {},
  };
}

function originOf({ phase, path, op }: NonFinite): string {
  // The norm of all gradients belongs to no block.
  if (path === '') return `The gradients were too large to be clipped (${op}).`;
  return `${origins[phase]} "${path}" (${op}).`;
}
