/** Puts a sequence task together from what is told of it and the module that draws its examples. */
import { defineDataset } from '../define';
import type { DatasetDefinition, DatasetInfo } from '../types';
import { layOut, type TaskShape } from './fields';
import type { TaskModule } from './loadSequences';

/** `module` is loaded with the first use. */
export function defineSequences(
  told: Pick<DatasetInfo, 'id' | 'title' | 'summary'>,
  shape: TaskShape,
  module: () => Promise<TaskModule>,
): DatasetDefinition {
  return defineDataset(
    {
      ...told,
      group: 'sequences',
      takes: 'text',
      task: 'transform',
      sizes: { train: 50_000, validation: 256, test: 1000 },
      bytes: 0,
      licence: 'Made here',
      citation: '',
      fields: (needs) => layOut(shape, needs).fields,
    },
    async () => {
      const [{ loadSequences }, task] = await Promise.all([import('./loadSequences'), module()]);
      return { load: async ({ needs }, info) => loadSequences(info, shape, needs, task) };
    },
  );
}
