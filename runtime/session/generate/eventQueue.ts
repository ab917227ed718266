/** Gathers events, so that a fast writer does not flood the page with messages. */

/** At most 20 messages a second. */
const INTERVAL_MS = 50;

export interface EventQueue<T> {
  push(event: T): void;
  /** Sends what waits; resolves once all that was sent has been taken. */
  flush(): Promise<void>;
}

/**
 * `send` may return a promise: the page's answer. It comes by a channel of its own, where the answer to the
 * whole call could overtake the last events.
 */
export function createEventQueue<T>(
  send: (events: readonly T[]) => unknown,
  now: () => number,
): EventQueue<T> {
  let waiting: T[] = [];
  let sentAt = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let taken: unknown;
  const deliver = () => {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length === 0) return;
    const events = waiting;
    waiting = [];
    sentAt = now();
    taken = send(events);
  };
  return {
    push(event) {
      waiting.push(event);
      const left = sentAt + INTERVAL_MS - now();
      if (left <= 0) deliver();
      else timer ??= setTimeout(deliver, left);
    },
    async flush() {
      deliver();
      // A page that fails at an event tells so itself; the text is right.
      await Promise.allSettled([taken]);
    },
  };
}
