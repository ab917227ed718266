/** Entry of the runtime worker. */
import { expose, transfer } from 'comlink';
import { createDatasetLoader } from '../datasets/catalogue';
import type { ImportApi } from '../datasets/own/types';
import { fetchPacks } from '../datasets/packs';
import { fetchData } from '../datasets/reader';
import type { RuntimeApi } from '../protocol';
import { browserEnvironment } from './backend/browserEnvironment';
import { createSession } from './createSession';
import { createHeartbeat } from './heartbeat';
import { yieldToEvents } from './yieldToEvents';

// A built worker lies in assets/, beside packs/; the development server has packs/ at its root.
const packs = new URL(import.meta.env.DEV ? '/packs/' : '../packs/', self.location.href);

/** Loaded with the first import. */
let importing: Promise<ImportApi> | null = null;
const imports = () => {
  importing ??= import('../datasets/own/browserImports').then((module) =>
    module.browserImports(yieldToEvents),
  );
  return importing;
};

const session = createSession({
  environment: browserEnvironment(),
  loadDataset: createDatasetLoader({
    reader: fetchData(packs),
    yieldToEvents,
    findOwn: async (id) => (await import('../datasets/own/loadOwn')).findOwnDefinition(id),
  }),
  readPack: fetchPacks(packs),
  imports: {
    importFiles: async (...given) => (await imports()).importFiles(...given),
    keepImport: async (...given) => (await imports()).keepImport(...given),
    dropImport: async (...given) => (await imports()).dropImport(...given),
  },
  heartbeat: createHeartbeat((message) => self.postMessage(message)),
});

const api: RuntimeApi = {
  ...session,
  async train(request, onEvent) {
    // Events travel on a channel of their own: the last one must arrive before the summary.
    let delivered: unknown;
    const result = await session.train(request, (event) => {
      delivered = onEvent(event);
    });
    await delivered;
    return result;
  },
  // Weights are large: they are handed over, not copied once more.
  async checkpoint(slot) {
    const checkpoint = await session.checkpoint(slot);
    if (!checkpoint) return null;
    const { tensors, best } = checkpoint;
    const all = [...Object.values(tensors), ...Object.values(best?.tensors ?? {})];
    return transfer(checkpoint, [...new Set(all.map(({ data }) => data.buffer))]);
  },
};

expose(api);
