/** Sessions in Node, on a backend of choice. */
import { createRequire } from 'node:module';
import type { DatasetLoader } from '../../datasets/catalogue';
import type { Diagnostic } from '../../graph/diagnostics';
import type { Experiment, GraphDocument } from '../../graph/document';
import type {
  BackendName,
  RuntimeApi,
  TrainEvent,
  TrainPoint,
  TrainRequest,
  TrainSummary,
} from '../../protocol';
import type { Environment } from '../backend/ladder';
import { createSession } from '../createSession';
import type { HeartbeatSender } from '../heartbeat';
import { testDatasets } from './datasets';

const require = createRequire(import.meta.url);
const dist = '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm';

/** A machine without a graphics processor. */
export const nodeEnvironment: Environment = {
  gpu: undefined,
  createCanvas: undefined,
  wasmFiles: async () => ({
    simd: require.resolve(`${dist}-simd.wasm`),
    plain: require.resolve(`${dist}.wasm`),
  }),
};

export const quietHeartbeat: HeartbeatSender = { allow() {}, giveUp() {}, stop() {} };

export async function startSession(
  prefer: BackendName,
  loadDataset: DatasetLoader = testDatasets,
  environment: Environment = nodeEnvironment,
): Promise<RuntimeApi> {
  const session = createSession({ environment, loadDataset, heartbeat: quietHeartbeat });
  const started = await session.start({ prefer });
  if (!started.ok) throw new Error(started.diagnostics[0].message);
  if (started.value.backend !== prefer) {
    throw new Error(`${prefer} did not start: ${JSON.stringify(started.value.attempts)}`);
  }
  return session;
}

export const experiment: Experiment = {
  dataset: 'stripes',
  batchSize: 8,
  steps: 40,
  optimizer: 'adam',
  learningRate: 0.02,
  warmupSteps: 4,
  seed: 7,
};

export interface Trained {
  readonly summary: TrainSummary;
  readonly points: readonly TrainPoint[];
  readonly events: readonly TrainEvent[];
  readonly notes: readonly Diagnostic[];
}

/** Trains and fails the test where the training fails. */
export async function trainOn(
  session: RuntimeApi,
  document: GraphDocument,
  changes: Partial<Experiment> = {},
  resume: TrainRequest['resume'] = false,
  onEvent: (event: TrainEvent) => void = () => {},
): Promise<Trained> {
  return trainRequest(session, { document, resume }, changes, onEvent);
}

/** The same with all that a request may say; `changes` are those of the test's experiment. */
export async function trainRequest(
  session: RuntimeApi,
  request: Omit<TrainRequest, 'experiment'>,
  changes: Partial<Experiment> = {},
  onEvent: (event: TrainEvent) => void = () => {},
): Promise<Trained> {
  const events: TrainEvent[] = [];
  const result = await session.train(
    { ...request, experiment: { ...experiment, ...changes } },
    (event) => {
      events.push(event);
      onEvent(event);
    },
  );
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
  const points = events.flatMap((event) => (event.kind === 'progress' ? event.points : []));
  return { summary: result.value, points, events, notes: result.diagnostics };
}

/** What two trainings of one seed have in common; how long they took differs. */
export function withoutTime(points: readonly TrainPoint[]): Omit<TrainPoint, 'seconds'>[] {
  return points.map(({ seconds: _, ...point }) => point);
}
