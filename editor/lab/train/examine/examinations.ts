/** What was found when a training was looked into: one answer for each kind of look. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type {
  Diagnostic,
  Examination,
  ExamineEvent,
  ExamineWhat,
  GraphDocument,
  RuntimeClient,
} from '../../../../runtime/index';
import { needsOf } from '../../../../runtime/index';
import { analysisOf } from '../../../store/selectors';
import { defaultExperiment } from '../experiments';

export interface Look {
  /** How far it is; null where none is under way. */
  readonly progress: ExamineEvent | null;
  /** The last answer; it stays while one looks again. */
  readonly found: Examination | null;
  /** The data that it is of. */
  readonly dataset: string | null;
  /** Why the last look failed, or what is to be known of it. */
  readonly diagnostics: readonly Diagnostic[];
}

export type Looks = Readonly<Partial<Record<ExamineWhat, Look>>>;

export interface Examinations {
  readonly store: StoreApi<Looks>;
  /** Looks into the weights as they are now; ends a look of another kind. */
  look(what: ExamineWhat, document: GraphDocument): Promise<void>;
  /** Ends what is under way. What was found before stays. */
  stop(): void;
  /** Nothing of it is true any more: other weights, or another graph. */
  clear(): void;
}

const none: Look = { progress: null, found: null, dataset: null, diagnostics: [] };

export function createExaminations(runtime: Pick<RuntimeClient, 'examine'>): Examinations {
  const store = createStore<Looks>()(() => ({}));
  let under: { readonly what: ExamineWhat; readonly end: AbortController } | null = null;

  const set = (what: ExamineWhat, part: Partial<Look>) =>
    store.setState((looks) => ({ [what]: { ...(looks[what] ?? none), ...part } }));

  function stop(): void {
    if (!under) return;
    const { what, end } = under;
    under = null;
    end.abort();
    set(what, { progress: null });
  }

  return {
    store,
    async look(what, document) {
      stop();
      const mine = { what, end: new AbortController() };
      under = mine;
      set(what, { progress: { kind: 'compiling' }, diagnostics: [] });
      const needs = needsOf(analysisOf(document).plan.program);
      const experiment = document.experiment ?? defaultExperiment(needs);
      const result = await runtime.examine(
        { document, experiment, what, split: 'test' },
        (progress) => {
          if (under === mine) set(what, { progress });
        },
        { signal: mine.end.signal },
      );
      if (under !== mine) return;
      under = null;
      const { diagnostics } = result;
      if (!result.ok) return set(what, { progress: null, diagnostics });
      const { dataset } = experiment;
      set(what, { progress: null, found: result.value, dataset, diagnostics });
    },
    stop,
    clear() {
      stop();
      store.setState({}, true);
    },
  };
}
