/** Puts a sequence task together from what is told of it and the module that draws its examples. */
import type { DatasetDefinition, DatasetInfo } from '../types';
import { layOut, type TaskShape } from './fields';
import type { TaskModule } from './loadSequences';

type Told = Pick<DatasetInfo, 'id' | 'title' | 'summary' | 'task'>;

/** `module` is loaded with the first use. */
export function defineSequences(
  told: Told,
  shape: TaskShape,
  module: () => Promise<TaskModule>,
): DatasetDefinition {
  const info: DatasetInfo = {
    ...told,
    group: 'sequences',
    takes: 'text',
    sizes: { train: 50_000, validation: 256, test: 1000 },
    bytes: 0,
    licence: 'Made here',
    citation: '',
    fields: (needs) => layOut(shape, needs).fields,
  };
  return {
    ...info,
    async load({ needs }) {
      const [{ loadSequences }, task] = await Promise.all([import('./loadSequences'), module()]);
      return loadSequences(info, shape, needs, task);
    },
  };
}
