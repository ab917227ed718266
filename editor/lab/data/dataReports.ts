/** What the worker told of data sets: asked once for each kind of graph, kept while the page is open. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import {
  type Baseline,
  type DatasetReport,
  type Diagnostic,
  findDataset,
  type InputNeed,
  type LoadProgress,
  type RuntimeClient,
} from '../../../runtime/index';

export type DataState =
  | { readonly kind: 'loading'; readonly progress: LoadProgress | null }
  | { readonly kind: 'known'; readonly report: DatasetReport }
  | { readonly kind: 'failed'; readonly diagnostics: readonly Diagnostic[] };

export interface ReportsState {
  /** By `dataKey`. */
  readonly states: Readonly<Record<string, DataState>>;
  /** By `dataKey`; null while they are measured. */
  readonly baselines: Readonly<Record<string, readonly Baseline[] | null>>;
  /** Data sets whose pack the site turned out not to have. */
  readonly absent: readonly string[];
}

export interface DataReports {
  readonly store: StoreApi<ReportsState>;
  /** Loads what is not loaded; what failed is tried again. */
  ask(dataset: string, needs: readonly InputNeed[]): void;
  askBaselines(dataset: string, needs: readonly InputNeed[]): void;
  /** A training has found out. */
  note(dataset: string, diagnostics: readonly Diagnostic[]): void;
}

/** What a data set gives depends on the graph only through the fields that it makes of its needs. */
export function dataKey(dataset: string, needs: readonly InputNeed[]): string {
  return JSON.stringify([dataset, findDataset(dataset)?.fields(needs)]);
}

export function createDataReports(runtime: RuntimeClient): DataReports {
  const store = createStore<ReportsState>()(() => ({ states: {}, baselines: {}, absent: [] }));
  const setState = (key: string, state: DataState) =>
    store.setState(({ states }) => ({ states: { ...states, [key]: state } }));

  function note(dataset: string, diagnostics: readonly Diagnostic[]): void {
    const { absent } = store.getState();
    const isAbsent = diagnostics.some(({ code }) => code === 'run/pack');
    if (isAbsent && findDataset(dataset)?.pack !== undefined && !absent.includes(dataset)) {
      store.setState({ absent: [...absent, dataset] });
    }
  }

  return {
    store,
    note,
    ask(dataset, needs) {
      const key = dataKey(dataset, needs);
      const known = store.getState().states[key];
      if (known && known.kind !== 'failed') return;
      setState(key, { kind: 'loading', progress: null });
      const onProgress = (progress: LoadProgress) => {
        if (store.getState().states[key]?.kind === 'loading') {
          setState(key, { kind: 'loading', progress });
        }
      };
      void runtime.describe(dataset, needs, onProgress).then((result) => {
        if (result.ok) {
          setState(key, { kind: 'known', report: result.value });
          const { absent } = store.getState();
          store.setState({ absent: absent.filter((id) => id !== dataset) });
        } else {
          setState(key, { kind: 'failed', diagnostics: result.diagnostics });
          note(dataset, result.diagnostics);
        }
      });
    },
    askBaselines(dataset, needs) {
      const key = dataKey(dataset, needs);
      if (key in store.getState().baselines) return;
      const setBaselines = (found: readonly Baseline[] | null) =>
        store.setState(({ baselines }) => ({ baselines: { ...baselines, [key]: found } }));
      setBaselines(null);
      void runtime.baselines(dataset, needs).then((result) => {
        if (result.ok) return setBaselines(result.value);
        // To be asked for again.
        const { [key]: _failed, ...others } = store.getState().baselines;
        store.setState({ baselines: others });
      });
    },
  };
}
