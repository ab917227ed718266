/**
 * Trainings side by side: one works at a time, the next in line follows. Each takes a step, or looks
 * at one batch of held-out examples, and passes on, so that all get the same share.
 */
import type { TrainControl } from './control';
import { yieldToEvents } from './yieldToEvents';

export interface Turnstile {
  /**
   * Resolves when it is this one's turn, which it then must leave: true. With a `control` it is given
   * up as soon as a pause or a stop is asked for: false.
   */
  enter(control?: TrainControl): Promise<boolean>;
  /** Ends the turn. Messages that wait get through before the next one's begins. */
  leave(): Promise<void>;
}

type Waiting = (granted: boolean) => void;

export function createTurnstile(): Turnstile {
  const line: Waiting[] = [];
  let taken = false;
  return {
    enter(control) {
      if (!taken) {
        taken = true;
        return Promise.resolve(true);
      }
      return new Promise((resolve) => {
        let forget = () => {};
        const waiting: Waiting = (granted) => {
          forget();
          resolve(granted);
        };
        line.push(waiting);
        if (!control) return;
        forget = control.onInterrupt(() => {
          line.splice(line.indexOf(waiting), 1);
          waiting(false);
        });
      });
    },
    async leave() {
      await yieldToEvents();
      const next = line.shift();
      if (next) next(true);
      else taken = false;
    },
  };
}

/** Runs `work` in a turn of its own. */
export async function inTurn<T>(turnstile: Turnstile, work: () => Promise<T>): Promise<T> {
  await turnstile.enter();
  try {
    return await work();
  } finally {
    await turnstile.leave();
  }
}

/** The turns of one training. */
export interface Turns {
  /** Waits for a turn; through a pause, too. False where the training was stopped: it has none then. */
  take(): Promise<boolean>;
  /** Lets the others go, and messages through; does nothing where it has no turn. */
  give(): Promise<void>;
  /**
   * In a turn that takes long: lets messages through, and a pause begin. True where the training was
   * stopped.
   */
  breathe(): Promise<boolean>;
}

/** What happens around a pause. */
export interface PauseHooks {
  /** Before the wait. */
  onPause(): Promise<void> | void;
  onResume?(): void;
}

export function createTurns(
  turnstile: Turnstile,
  control: TrainControl,
  { onPause, onResume }: PauseHooks,
): Turns {
  let held = false;
  const take = async () => {
    while (!control.stopped) {
      if (control.paused) {
        await onPause();
        await control.waitWhilePaused();
        onResume?.();
      } else if (await turnstile.enter(control)) {
        held = true;
        return true;
      }
    }
    return false;
  };
  const give = async () => {
    if (!held) return;
    held = false;
    await turnstile.leave();
  };
  return {
    take,
    give,
    async breathe() {
      await yieldToEvents();
      if (!control.paused) return control.stopped;
      await give();
      return !(await take());
    },
  };
}
