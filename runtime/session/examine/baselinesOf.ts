/** The baselines of a data set, measured once. */
import type { Baseline, Dataset } from '../../datasets/types';
import type { TrainControl } from '../control';
import { yieldToEvents } from '../yieldToEvents';

const measured = new WeakMap<object, readonly Baseline[]>();

/** None where the data has none. Null where it was stopped before they were there. */
export async function baselinesOf(
  { baselines }: Dataset,
  control: TrainControl,
): Promise<readonly Baseline[] | null> {
  if (!baselines) return [];
  const known = measured.get(baselines);
  if (known) return known;
  const found = await untilStopped(control, baselines);
  if (found) measured.set(baselines, found);
  return found;
}

/** Runs long work with pauses, in which messages and trainings get through; null where it was stopped. */
export async function untilStopped<T>(
  control: TrainControl,
  work: (pause: () => Promise<void>) => Promise<T>,
): Promise<T | null> {
  try {
    return await work(async () => {
      await yieldToEvents();
      control.signal.throwIfAborted();
    });
  } catch (error) {
    if (control.stopped) return null;
    throw error;
  }
}
