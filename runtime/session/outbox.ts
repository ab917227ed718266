/** Events of one training on their way to the page: at most four a second, none lost. */
import type { TrainEvent } from '../protocol';

const INTERVAL_MS = 250;

export interface Outbox {
  /** Sends, or keeps for later and joins with what is kept already. */
  post(event: TrainEvent): void;
  /** Sends what is kept now: before a pause and at the end. */
  flush(): void;
}

export function createOutbox(onEvent: (event: TrainEvent) => void, now: () => number): Outbox {
  let waiting: TrainEvent[] = [];
  let sentAt = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const send = () => {
    clearTimeout(timer);
    timer = undefined;
    const next = waiting.shift();
    if (!next) return;
    sentAt = now();
    onEvent(next);
    if (waiting.length > 0) timer = setTimeout(send, INTERVAL_MS);
  };

  return {
    post(event) {
      waiting = join(waiting, event);
      const wait = sentAt + INTERVAL_MS - now();
      if (wait <= 0) send();
      else timer ??= setTimeout(send, wait);
    },
    flush() {
      while (waiting.length > 0) send();
    },
  };
}

/** What is waiting, with one event more: of one kind the newest counts, and no point is lost. */
function join(waiting: readonly TrainEvent[], event: TrainEvent): TrainEvent[] {
  const before = waiting.filter((known) => !isOutdated(known, event));
  if (event.kind === 'validation' || event.kind === 'paused') return [...before, event];
  const at = before.findIndex(({ kind }) => kind === event.kind);
  if (at < 0) return [...before, event];
  const known = before[at];
  before[at] =
    known.kind === 'progress' && event.kind === 'progress'
      ? { ...event, points: [...known.points, ...event.points] }
      : event;
  return before;
}

/** A phase that is over by the time it would be told. */
function isOutdated(known: TrainEvent, event: TrainEvent): boolean {
  if (known.kind === 'compiling') return true;
  return known.kind === 'loading-data' && event.kind !== 'loading-data';
}
