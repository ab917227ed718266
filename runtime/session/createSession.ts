/** The worker's side of the contract: starts a backend when first needed, runs, trains, keeps weights. */
import type { DatasetLoader } from '../datasets/catalogue';
import { noPacks, type PackReader } from '../datasets/packs';
import { tokenizerFor } from '../datasets/tokenizers';
import type { Dataset, Field } from '../datasets/types';
import { type Diagnostic, failure, type Result, success } from '../graph/diagnostics';
import type {
  BackendReport,
  Checkpoint,
  RuntimeApi,
  SeenInput,
  StartOptions,
  TrainEvent,
} from '../protocol';
import { toDiagnostic } from './backend/faults';
import { type Environment, startBackend } from './backend/ladder';
import type { SessionContext } from './context';
import { createTrainControl, type TrainControl } from './control';
import { generate, run } from './generate/generate';
import type { HeartbeatSender } from './heartbeat';
import { createModelCache } from './models';
import { describeAnswer, seeTokens } from './prepareInput';
import { load } from './prepareTraining';
import { cutText, reportTokenizer } from './tokenizers';
import { stoppedEarly, train } from './train';
import { inspectWeights, loadWeights, saveWeights, weightNamings } from './weightFiles';
import { checkWhole, createWeightStore, type Snapshot } from './weights';

export interface SessionOptions {
  readonly environment: Environment;
  readonly loadDataset: DatasetLoader;
  /** Files of published models beside the site; none by default. */
  readonly readPack?: PackReader;
  readonly heartbeat: HeartbeatSender;
  readonly now?: () => number;
}

export function createSession(options: SessionOptions): RuntimeApi {
  const { environment, loadDataset, heartbeat, readPack = noPacks } = options;
  const { now = () => performance.now() } = options;
  let starting: Promise<Result<SessionContext>> | null = null;
  let context: SessionContext | null = null;
  /** Given before there was a backend to hold it. */
  let awaiting: Checkpoint | null = null;
  let training: { readonly control: TrainControl; readonly done: Promise<unknown> } | null = null;
  /** Counts the calls of `stop`: a run that began before one ends. */
  let stops = 0;
  let exclusive: Promise<unknown> = Promise.resolve();
  /** What the weights were before the last file was loaded. */
  let former: Snapshot | null = null;

  const forgetFormer = () => {
    if (former) context?.weights.release(former);
    former = null;
  };

  const exclusively = <T>(work: () => Promise<T>): Promise<T> => {
    const result = exclusive.then(work, work);
    exclusive = result.catch(() => {});
    return result;
  };

  const open = async (startOptions: StartOptions): Promise<Result<SessionContext>> => {
    const started = await startBackend(startOptions, environment);
    if (!started.ok) return started;
    const backend = started.value;
    const weights = createWeightStore(backend.tf);
    if (awaiting) weights.restore(awaiting);
    awaiting = null;
    const models = createModelCache(backend.tf, backend.report);
    context = { backend, weights, models, loadDataset, readPack, heartbeat, now, exclusively };
    return success(context);
  };

  const ensure = (startOptions: StartOptions = {}): Promise<Result<SessionContext>> => {
    starting ??= open(startOptions).then((result) => {
      if (!result.ok) starting = null;
      return result;
    });
    return starting;
  };

  /** Expected failures become data; a backend that reported a fault is given up. */
  const guarded = async <T>(
    work: (context: SessionContext) => Promise<Result<T>>,
    startOptions?: StartOptions,
  ): Promise<Result<T>> => {
    try {
      const started = await ensure(startOptions);
      if (!started.ok) return started;
      return await work(started.value);
    } catch (error) {
      const fault = context?.backend.faults.first;
      const diagnostic: Diagnostic = fault ?? toDiagnostic(error);
      if (fault || diagnostic.code === 'run/device-lost') heartbeat.giveUp();
      return failure(diagnostic);
    }
  };

  /** For what needs no backend. */
  const answered = async <T>(work: () => Promise<Result<T>>): Promise<Result<T>> => {
    try {
      return await work();
    } catch (error) {
      return failure(toDiagnostic(error));
    }
  };

  const endTraining = async () => {
    training?.control.stop();
    await training?.done.catch(() => {});
  };

  return {
    start: (startOptions) =>
      guarded<BackendReport>(async ({ backend }) => success(backend.report), startOptions),
    run: (request) => {
      const began = stops;
      return guarded((ready) =>
        exclusively(() =>
          run(ready, request, {
            training: training !== null,
            shouldStop: () => stops !== began,
          }),
        ),
      );
    },
    generate(request, onEvents) {
      const began = stops;
      return guarded((ready) =>
        exclusively(() =>
          generate(ready, request, onEvents, {
            training: training !== null,
            shouldStop: () => stops !== began,
          }),
        ),
      );
    },
    async train(request, onEvent: (event: TrainEvent) => void) {
      const began = stops;
      await endTraining();
      // Meant for this one, too: its call came before.
      if (stops !== began) return failure(stoppedEarly());
      forgetFormer();
      const control = createTrainControl();
      const done = guarded((ready) => train(ready, request, onEvent, control));
      const mine = { control, done };
      training = mine;
      try {
        return await done;
      } finally {
        if (training === mine) training = null;
      }
    },
    pause: async () => training?.control.pause(),
    resume: async () => training?.control.resume(),
    async stop() {
      stops++;
      training?.control.stop();
    },
    // A copy: the caller may hand its buffers over.
    checkpoint: async () => (context ? context.weights.checkpoint() : structuredClone(awaiting)),
    async restore(checkpoint) {
      checkWhole(checkpoint);
      await endTraining();
      forgetFormer();
      const ready = context;
      if (ready) await exclusively(async () => ready.weights.restore(checkpoint));
      else awaiting = checkpoint;
    },
    inspectWeights: (document, file) => answered(() => inspectWeights(document, file)),
    loadWeights: (document, file, loadOptions = {}) =>
      guarded(async (ready) => {
        const isTraining = () => training !== null;
        const loaded = await loadWeights(ready, document, file, loadOptions, isTraining);
        if (!loaded.ok) return loaded;
        forgetFormer();
        former = loaded.value.former;
        const { report } = loaded.value;
        return success({ report, undoable: former !== null }, loaded.diagnostics);
      }),
    undoLoad: () =>
      exclusively(async () => {
        if (!former || !context || training) return false;
        context.weights.revert(former);
        forgetFormer();
        return true;
      }),
    weightNamings: (document) => answered(async () => weightNamings(document)),
    saveWeights: (document, convention) =>
      guarded((ready) => saveWeights(ready, document, convention)),
    async reset() {
      await endTraining();
      forgetFormer();
      awaiting = null;
      await exclusively(async () => context?.weights.clear());
    },
    async memory() {
      const { numTensors: tensors = 0, numBytes: bytes = 0 } = context?.backend.tf.memory() ?? {};
      return { tensors, bytes };
    },
    async sample(id, index, needs) {
      const dataset = await load(loadDataset, id, { needs });
      if (!dataset.ok) return dataset;
      const { test, fields } = dataset.value;
      if (!Number.isInteger(index) || index < 0 || index >= test.size) {
        return failure({
          code: 'run/input',
          severity: 'error',
          message: `There is no sample ${index}; there are ${test.size}.`,
          at: {},
        });
      }
      const label = describeAnswer(dataset.value, index) ?? '';
      const values = test.batch([index]);
      for (const name of ['image', 'source']) {
        const field = fields[name];
        const seen = field && seeField(field, values[name], dataset.value);
        if (seen) return success({ ...seen, label });
      }
      return failure({
        code: 'run/input',
        severity: 'error',
        message: `${dataset.value.title} has nothing to show.`,
        at: {},
      });
    },
    tokenizer: (...asked) => answered(() => reportTokenizer({ loadDataset, readPack }, ...asked)),
    tokenize: (dataset, id, vocabulary, text) =>
      answered(() => cutText({ loadDataset, readPack }, dataset, id, vocabulary, text)),
    async dispose() {
      await endTraining();
      forgetFormer();
      context?.models.clear();
      context?.weights.clear();
      heartbeat.stop();
    },
  };
}

function seeField(
  field: Field,
  values: Float32Array | Int32Array,
  dataset: Dataset,
): SeenInput | null {
  if (field.kind === 'image') {
    const { height, width, channels } = field;
    return { kind: 'image', data: Float32Array.from(values), height, width, channels };
  }
  if (field.kind === 'tokens') {
    return seeTokens(Int32Array.from(values), tokenizerFor(field, dataset));
  }
  return null;
}
