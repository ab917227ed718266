/** Trains on other data. */
import type { DatasetInfo, Experiment, Fix } from '../../runtime/index';
import type { Command } from './command';
import { setExperiment } from './document';
import { applyFix } from './fixes';

/**
 * `fixes` make the data fit the graph, in the same step; what was done to the pictures of the data
 * before is not done to these.
 */
export function chooseData(
  { id, title }: Pick<DatasetInfo, 'id' | 'title'>,
  experiment: Experiment,
  fixes: readonly Fix[],
): Command {
  const { resizeImages: _resize, convertChannels: _convert, ...rest } = experiment;
  return {
    label: `Use ${title}`,
    apply: (document) =>
      fixes.reduce(
        (next, fix) => applyFix(fix).apply(next),
        setExperiment({ ...rest, dataset: id }).apply(document),
      ),
  };
}
