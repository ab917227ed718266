/** The trained weights that a document names: fetched and taken over before its first run. */
import type { StoreApi } from 'zustand/vanilla';
import { presets } from '../../../presets/index';
import {
  type Diagnostic,
  failure,
  fetchPackFile,
  forgetPacks,
  type GraphDocument,
  packProblem,
  type Result,
  type RuntimeClient,
  success,
} from '../../../runtime/index';
import type { LabState } from '../labState';
import { packsAddress } from '../packsAddress';
import { shareOf } from './weightsState';

export interface Pretrained {
  /**
   * Sees to it that a graph has its trained weights, unless it has others: trained here, from a
   * file, or forgotten on purpose. The diagnostics of a success are for the user, too.
   */
  load(graph: GraphDocument): Promise<Result<null>>;
  /** Ends a download under way. */
  stop(): void;
}

interface Options {
  readonly runtime: RuntimeClient;
  readonly lab: StoreApi<LabState>;
  /** Grows when another document is opened: what was begun before is dropped. */
  readonly epoch: () => number;
  /** Tests give their own. */
  readonly fetchFile?: typeof fetchPackFile;
}

const FILE = 'weights.safetensors';

export function createPretrained(options: Options): Pretrained {
  const { runtime, lab, epoch, fetchFile = fetchPackFile } = options;
  /** The document that had its weights offered: once, so that they can be forgotten. */
  let offered = -1;
  let download: AbortController | null = null;

  async function fetchWeights(pack: string): Promise<Result<Blob>> {
    const ending = new AbortController();
    download = ending;
    try {
      const file = await fetchFile(packsAddress(), pack, FILE, {
        signal: ending.signal,
        onProgress: (done, total) => {
          if (!ending.signal.aborted) lab.setState({ fetching: { done, total } });
        },
      });
      return ending.signal.aborted ? failure(stopped) : success(file);
    } catch (error) {
      return failure(ending.signal.aborted ? stopped : { ...packProblem(error), at: {} });
    } finally {
      if (download === ending) {
        download = null;
        lab.setState({ fetching: null });
      }
    }
  }

  return {
    async load(graph) {
      const { training, loaded } = lab.getState();
      const pack = graph.pretrained;
      const now = epoch();
      if (!pack || training || loaded || offered === now) return success(null);
      const file = await fetchWeights(pack);
      if (!file.ok || epoch() !== now) return file.ok ? success(null) : file;
      const name = titleOf(pack);
      const taken = await runtime.loadWeights(graph, file.value, { source: name, partial: true });
      if (epoch() !== now) return success(null);
      if (!taken.ok) {
        if (taken.diagnostics.some(({ code }) => code === 'weights/file')) await forgetPacks();
        if (taken.diagnostics.some(({ code }) => code !== 'weights/fit')) return taken;
        offered = now;
        return success(null, [note('The trained weights do not fit the changed graph.')]);
      }
      offered = now;
      lab.setState({ loaded: { name, undoable: false } });
      const { report } = taken.value;
      if (report.matched === report.total) return success(null);
      const share = shareOf(report);
      return success(null, [
        note(`The graph was changed: ${share} are the trained ones, the others start anew.`),
      ]);
    },
    stop: () => download?.abort(),
  };
}

const stopped: Diagnostic = {
  code: 'run/stopped',
  severity: 'info',
  message: 'Stopped before the trained weights were here.',
  at: {},
};

function note(message: string): Diagnostic {
  const hint = 'Open the preset again for the published model.';
  return { code: 'weights/fit', severity: 'info', message, hint, at: {} };
}

function titleOf(pack: string): string {
  return presets.find(({ document }) => document.pretrained === pack)?.title ?? pack;
}
