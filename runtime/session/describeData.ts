/** What the page asks about a data set: how large it is, and how good something simple is on it. */
import type { DatasetLoader } from '../datasets/catalogue';
import type { Baseline, Dataset, InputNeed, LoadProgress } from '../datasets/types';
import { type Result, success } from '../graph/diagnostics';
import type { DatasetReport } from '../protocol';
import { load } from './prepareTraining';
import { yieldToEvents } from './yieldToEvents';

/** As `RuntimeApi.describe`. */
export async function describeData(
  loadDataset: DatasetLoader,
  id: string,
  needs: readonly InputNeed[],
  onProgress: (progress: LoadProgress) => void,
): Promise<Result<DatasetReport>> {
  const loaded = await load(loadDataset, id, { needs, onProgress: atMost(onProgress) });
  if (!loaded.ok) return loaded;
  const { train, validation, test, notes = [], baselines } = loaded.value;
  return success({
    sizes: { train: train.size, validation: validation.size, test: test.size },
    notes,
    hasBaselines: baselines !== undefined,
  });
}

/** Measured once for a data set as it was loaded; one that failed is tried again. */
const measured = new WeakMap<Dataset, Promise<readonly Baseline[]>>();

/** As `RuntimeApi.baselines`. */
export async function measureBaselines(
  loadDataset: DatasetLoader,
  id: string,
  needs: readonly InputNeed[],
): Promise<Result<readonly Baseline[]>> {
  const loaded = await load(loadDataset, id, { needs });
  if (!loaded.ok) return loaded;
  const dataset = loaded.value;
  const known = measured.get(dataset) ?? dataset.baselines?.(yieldToEvents) ?? Promise.resolve([]);
  measured.set(dataset, known);
  known.catch(() => measured.delete(dataset));
  return success(await known);
}

const INTERVAL_MS = 250;

/** At most four messages a second; the last one may be left out. */
function atMost(tell: (progress: LoadProgress) => void): (progress: LoadProgress) => void {
  let told = Number.NEGATIVE_INFINITY;
  return (progress) => {
    const now = performance.now();
    if (now - told < INTERVAL_MS) return;
    told = now;
    tell(progress);
  };
}
