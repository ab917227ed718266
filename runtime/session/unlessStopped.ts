/** Waits for work that others must not do meanwhile, but not longer than until a stop. */
import type { SessionContext } from './context';
import type { TrainControl } from './control';

/** Runs `work` exclusively; null where the training was stopped before it could begin. */
export async function unlessStopped<T>(
  { exclusively }: Pick<SessionContext, 'exclusively'>,
  control: TrainControl,
  work: () => Promise<T>,
): Promise<T | null> {
  let begun = false;
  const done = exclusively(async () => {
    if (control.stopped) return null;
    begun = true;
    return work();
  });
  let forget = () => {};
  const stopped = new Promise<void>((resolve) => {
    forget = control.onInterrupt(() => {
      if (control.stopped) resolve();
    });
  });
  // A run before it may write for seconds.
  if (!control.stopped) await Promise.race([done, stopped]).finally(forget);
  return begun ? done : null;
}
