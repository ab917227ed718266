/** Tells how far an examination is: at most four times a second, the newest of what there is to tell. */

const INTERVAL_MS = 250;

export interface Teller<Event> {
  tell(event: Event): void;
  /** Nothing is told afterwards. */
  end(): void;
}

export function createTeller<Event>(
  send: (event: Event) => void,
  now: () => number,
): Teller<Event> {
  let waiting: { readonly event: Event } | null = null;
  let sentAt = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let ended = false;

  const flush = () => {
    timer = undefined;
    if (!waiting || ended) return;
    const { event } = waiting;
    waiting = null;
    sentAt = now();
    send(event);
  };

  return {
    tell(event) {
      waiting = { event };
      const wait = sentAt + INTERVAL_MS - now();
      if (wait <= 0) flush();
      else timer ??= setTimeout(flush, wait);
    },
    end() {
      ended = true;
      clearTimeout(timer);
    },
  };
}
