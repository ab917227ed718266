/** Puts a data set together from what is told of it and the module that loads it. */
import type { Dataset, DatasetDefinition, DatasetInfo, LoadContext } from './types';

interface LoadModule {
  load(context: LoadContext, info: DatasetInfo): Promise<Dataset>;
}

/** `module` is loaded with the first use: what reads data is no part of the first screen. */
export function defineDataset(
  info: DatasetInfo,
  module: () => Promise<LoadModule>,
): DatasetDefinition {
  return {
    ...info,
    load: async (context) => ({
      task: info.task,
      ...(await (await module()).load(context, info)),
    }),
  };
}
