/** Gathers events, so that a fast writer does not flood the page with messages. */

/** At most 20 messages a second. */
const INTERVAL_MS = 50;

export interface EventQueue<T> {
  push(event: T): void;
  /** Sends what waits. */
  flush(): void;
}

export function createEventQueue<T>(
  send: (events: readonly T[]) => void,
  now: () => number,
): EventQueue<T> {
  let waiting: T[] = [];
  let sentAt = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length === 0) return;
    const events = waiting;
    waiting = [];
    sentAt = now();
    send(events);
  };
  return {
    push(event) {
      waiting.push(event);
      const left = sentAt + INTERVAL_MS - now();
      if (left <= 0) flush();
      else timer ??= setTimeout(flush, left);
    },
    flush,
  };
}
