/** Examinations, as the page asks for them: beside runs and trainings, each ended by a signal of its own. */
import { proxy, type Remote } from 'comlink';
import type { Examination, ExamineEvent, ExamineRequest } from '../examinations';
import { failure, type Result } from '../graph/diagnostics';
import type { RuntimeApi } from '../protocol';
import type { CallOptions } from './connectRuntime';
import { explain } from './explain';

type Api = Remote<RuntimeApi>;

interface Options {
  /** Starts the worker where there is none. */
  readonly ready: () => Promise<Result<unknown>>;
  /** A call whose loss is a failure. */
  readonly answered: (
    work: (api: Api) => Promise<Result<Examination>>,
  ) => Promise<Result<Examination>>;
  /** Asks a worker that is there, and lets it be where it does not answer. */
  readonly control: (work: (api: Api) => Promise<void>, otherwise: undefined) => Promise<void>;
}

export type Examine = (
  request: ExamineRequest,
  onEvent: (event: ExamineEvent) => void,
  options?: CallOptions,
) => Promise<Result<Examination>>;

export function createExaminer({ ready, answered, control }: Options): Examine {
  /** The last end that was asked for: what is asked next must reach the worker after it. */
  let ending: Promise<void> = Promise.resolve();

  return async (request, onEvent, { signal } = {}) => {
    if (signal?.aborted) return failure(explain('stopped'));
    let open = true;
    let end = () => {};
    const ended = new Promise<Result<Examination>>((resolve) => {
      end = () => resolve(failure(explain('stopped')));
    });
    signal?.addEventListener('abort', end);
    // A worker that goes on for a moment may have events on their way.
    const forward = (event: ExamineEvent) => {
      if (open) onEvent(event);
    };
    const ask = async (): Promise<Result<Examination>> => {
      const started = await ready();
      if (!started.ok) return started;
      await ending;
      if (signal?.aborted) return ended;
      return answered((api) => api.examine(request, proxy(forward)));
    };
    try {
      return await Promise.race([ask(), ended]);
    } finally {
      open = false;
      signal?.removeEventListener('abort', end);
      if (signal?.aborted) {
        ending = control((api) => api.endExamination(request.slot), undefined);
      }
    }
  };
}
