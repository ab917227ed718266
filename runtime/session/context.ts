/** What the parts of a session share once a backend runs. */
import type { DatasetLoader } from '../datasets/catalogue';
import type { PackReader } from '../datasets/packs';
import type { Backend } from './backend/ladder';
import type { HeartbeatSender } from './heartbeat';
import type { ModelCache } from './models';
import type { Turnstile } from './turnstile';
import type { Shaders } from './warmUp';
import type { WeightStore } from './weights';

/** As one task on the weights of one slot sees it. */
export interface SessionContext {
  readonly backend: Backend;
  readonly weights: WeightStore;
  readonly models: ModelCache;
  readonly loadDataset: DatasetLoader;
  readonly readPack: PackReader;
  /** Of this task. */
  readonly heartbeat: Pick<HeartbeatSender, 'allow'>;
  /** Trainings in other slots, step by step. */
  readonly turnstile: Turnstile;
  readonly shaders: Shaders;
  /** Milliseconds on a clock that only goes forward. */
  readonly now: () => number;
  /** Runs `work` when no other exclusive work does. */
  exclusively<T>(work: () => Promise<T>): Promise<T>;
}
