/** The worker's side of the contract: starts a backend when first needed, runs, trains, keeps weights. */
import type { DatasetLoader } from '../datasets/catalogue';
import { noPacks, type PackReader } from '../datasets/packs';
import { tokenizerFor } from '../datasets/tokenizers';
import type { Dataset, Field } from '../datasets/types';
import { type Diagnostic, failure, type Result, success } from '../graph/diagnostics';
import type {
  BackendReport,
  ImportApi,
  RuntimeApi,
  SeenInput,
  StartOptions,
  TrainEvent,
} from '../protocol';
import { toDiagnostic } from './backend/faults';
import { type Environment, startBackend } from './backend/ladder';
import type { SessionContext } from './context';
import { createTrainControl } from './control';
import { describeData, measureBaselines } from './describeData';
import { examine } from './examine/examine';
import { generate, run } from './generate/generate';
import { type HeartbeatSender, shareHeartbeat } from './heartbeat';
import { createModelCache } from './models';
import { describeAnswer, seeTokens } from './prepareInput';
import { load, stoppedEarly } from './prepareTraining';
import { createSlots, type Slot } from './slots';
import { cutText, reportTokenizer } from './tokenizers';
import { train } from './train';
import { createTurnstile } from './turnstile';
import { createShaders } from './warmUp';
import { checkWhole } from './weightEntries';
import { inspectWeights, loadWeights, saveWeights, weightNamings } from './weightFiles';

export interface SessionOptions {
  readonly environment: Environment;
  readonly loadDataset: DatasetLoader;
  /** Files of published models beside the site; none by default. */
  readonly readPack?: PackReader;
  /** Reads the user's own files; nothing can be read by default. */
  readonly imports?: ImportApi;
  readonly heartbeat: HeartbeatSender;
  readonly now?: () => number;
}

/** What there is once a backend runs. */
type Ready = Pick<SessionContext, 'backend' | 'models'>;

export function createSession(options: SessionOptions): RuntimeApi {
  const { environment, loadDataset, heartbeat, readPack = noPacks, imports = noImports } = options;
  const { now = () => performance.now() } = options;
  const slots = createSlots();
  const turnstile = createTurnstile();
  const shaders = createShaders();
  const newTask = shareHeartbeat(heartbeat);
  let starting: Promise<Result<Ready>> | null = null;
  let ready: Ready | null = null;
  let exclusive: Promise<unknown> = Promise.resolve();

  const exclusively = <T>(work: () => Promise<T>): Promise<T> => {
    const result = exclusive.then(work, work);
    exclusive = result.catch(() => {});
    return result;
  };

  const open = async (startOptions: StartOptions): Promise<Result<Ready>> => {
    const started = await startBackend(startOptions, environment);
    if (!started.ok) return started;
    const backend = started.value;
    ready = { backend, models: createModelCache(backend.tf, backend.report) };
    return success(ready);
  };

  const ensure = (startOptions: StartOptions = {}): Promise<Result<Ready>> => {
    starting ??= open(startOptions).then((result) => {
      if (!result.ok) starting = null;
      return result;
    });
    return starting;
  };

  /** Expected failures become data; a backend that reported a fault is given up. */
  const guarded = async <T>(
    work: (ready: Ready) => Promise<Result<T>>,
    startOptions?: StartOptions,
  ): Promise<Result<T>> => {
    try {
      const started = await ensure(startOptions);
      if (!started.ok) return started;
      return await work(started.value);
    } catch (error) {
      const fault = ready?.backend.faults.first;
      const diagnostic: Diagnostic = fault ?? toDiagnostic(error);
      if (fault || diagnostic.code === 'run/device-lost') heartbeat.giveUp();
      return failure(diagnostic);
    }
  };

  /** One task on the weights of a slot. */
  const task = <T>(
    slot: Slot,
    work: (context: SessionContext) => Promise<Result<T>>,
  ): Promise<Result<T>> =>
    guarded(async ({ backend, models }) => {
      const allowance = newTask();
      const weights = slot.weightsOn(backend, shaders);
      const shared = { backend, models, turnstile, shaders, loadDataset, readPack };
      try {
        return await work({ ...shared, weights, heartbeat: allowance, now, exclusively });
      } finally {
        allowance.end();
      }
    });

  /** For what needs no backend. */
  const answered = async <T>(work: () => Promise<Result<T>>): Promise<Result<T>> => {
    try {
      return await work();
    } catch (error) {
      return failure(toDiagnostic(error));
    }
  };

  return {
    start: (startOptions) =>
      guarded<BackendReport>(async ({ backend }) => success(backend.report), startOptions),
    run(request) {
      const slot = slots.of(request.slot);
      const began = slot.stops;
      return task(slot, (context) =>
        exclusively(() =>
          run(context, request, {
            training: slot.training !== null,
            shouldStop: () => slot.stops !== began,
          }),
        ),
      );
    },
    generate(request, onEvents) {
      const slot = slots.of(request.slot);
      const began = slot.stops;
      return task(slot, (context) =>
        exclusively(() =>
          generate(context, request, onEvents, {
            training: slot.training !== null,
            shouldStop: () => slot.stops !== began,
          }),
        ),
      );
    },
    async train(request, onEvent: (event: TrainEvent) => void) {
      const slot = slots.of(request.slot);
      const began = slot.stops;
      await slot.endTraining();
      // Meant for this one, too: its call came before.
      if (slot.stops !== began) return failure(stoppedEarly());
      slot.keepFormer(null);
      const control = createTrainControl();
      const done = task(slot, (context) => train(context, request, onEvent, control));
      const mine = { control, done };
      slot.training = mine;
      try {
        return await done;
      } finally {
        if (slot.training === mine) slot.training = null;
      }
    },
    async examine(request, onEvent) {
      const slot = slots.of(request.slot);
      while (slot.examination) await slot.endExamination();
      const control = createTrainControl();
      const isTraining = () => slot.training !== null;
      const done = task(slot, (context) =>
        examine(context, request, onEvent, { control, isTraining }),
      );
      const mine = { control, done };
      slot.examination = mine;
      try {
        return await done;
      } finally {
        if (slot.examination === mine) slot.examination = null;
      }
    },
    async endExamination(name) {
      await Promise.all(slots.meant(name).map((slot) => slot.endExamination()));
    },
    pause: async (name) => slots.of(name).training?.control.pause(),
    resume: async (name) => slots.of(name).training?.control.resume(),
    async stop(name) {
      for (const slot of slots.meant(name)) {
        slot.stops++;
        slot.training?.control.stop();
      }
    },
    checkpoint: (name) => slots.of(name).checkpoint(),
    async restore(checkpoint, name) {
      checkWhole(checkpoint);
      const slot = slots.of(name);
      await slot.endTraining();
      slot.keepFormer(null);
      await exclusively(async () => slot.restore(checkpoint));
    },
    inspectWeights: (document, file) => answered(() => inspectWeights(document, file)),
    loadWeights(document, file, loadOptions = {}) {
      const slot = slots.of();
      return task(slot, async (context) => {
        const isTraining = () => slot.training !== null;
        const loaded = await loadWeights(context, document, file, loadOptions, isTraining);
        if (!loaded.ok) return loaded;
        const { report, former } = loaded.value;
        slot.keepFormer(former);
        return success({ report, undoable: former !== null }, loaded.diagnostics);
      });
    },
    undoLoad: () =>
      exclusively(async () => {
        const slot = slots.of();
        return slot.training === null && slot.takeFormer();
      }),
    weightNamings: (document) => answered(async () => weightNamings(document)),
    saveWeights: (document, convention) =>
      task(slots.of(), (context) => saveWeights(context, document, convention)),
    async reset(name) {
      const meant = slots.meant(name);
      await Promise.all(meant.flatMap((slot) => [slot.endTraining(), slot.endExamination()]));
      await exclusively(async () => {
        for (const slot of meant) slot.clear();
      });
    },
    async memory() {
      const { numTensors: tensors = 0, numBytes: bytes = 0 } = ready?.backend.tf.memory() ?? {};
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
      for (const name of ['image', 'source', 'decoderInput']) {
        const field = fields[name];
        const seen = field && seeField(field, values[name], dataset.value);
        // What a model writes is its own answer.
        if (seen) return success({ ...seen, label: name === 'decoderInput' ? '' : label });
      }
      return failure({
        code: 'run/input',
        severity: 'error',
        message: `${dataset.value.title} has nothing to show.`,
        at: {},
      });
    },
    describe: (...asked) => answered(() => describeData(loadDataset, ...asked)),
    baselines: (...asked) => answered(() => measureBaselines(loadDataset, ...asked)),
    ...imports,
    tokenizer: (...asked) => answered(() => reportTokenizer({ loadDataset, readPack }, ...asked)),
    tokenize: (dataset, id, vocabulary, text) =>
      answered(() => cutText({ loadDataset, readPack }, dataset, id, vocabulary, text)),
    async dispose() {
      const all = slots.meant();
      await Promise.all(all.flatMap((slot) => [slot.endTraining(), slot.endExamination()]));
      for (const slot of all) slot.clear();
      ready?.models.clear();
      heartbeat.stop();
    },
  };
}

const noImports: ImportApi = {
  importFiles: async () => failure(noReader),
  keepImport: async () => failure(noReader),
  async dropImport() {},
};

const noReader: Diagnostic = {
  code: 'data/files',
  severity: 'error',
  message: 'Files of your own are read in the browser.',
  at: {},
};

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
