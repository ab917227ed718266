/** What a data set is, in words: how large, how it comes, what is learned from it. */
import type { DatasetInfo, DatasetReport, Task } from '../../../runtime/index';
import { formatExact } from '../../ui/format';

export const groupTitles: Readonly<Record<DatasetInfo['group'], string>> = {
  pictures: 'Pictures',
  text: 'Text',
  sequences: 'Sequences',
  own: 'Yours',
};

const tasks: Readonly<Record<Task, string>> = {
  classify: 'Tell which class an example is of',
  language: 'Tell the next token of a text, or hidden ones',
  translate: 'Write a text in another language',
  transform: 'Turn a sequence into another, right in every token',
  detect: 'Find what is in a picture, and where',
};

export function taskWords({ task }: Pick<DatasetInfo, 'task'>): string {
  return tasks[task];
}

/** "Made here, at once", "4.3 MB, once", "Data pack, 94 MB", "On this computer only". */
export function bytesWords({
  bytes,
  pack,
  group,
}: Pick<DatasetInfo, 'bytes' | 'pack' | 'group'>): string {
  if (group === 'own') return 'On this computer only';
  if (bytes === 0) return 'Made here, at once';
  return pack === undefined ? `${megabytes(bytes)}, once` : `Data pack, ${megabytes(bytes)}`;
}

/** "0.3 MB", "4.3 MB", "94 MB"; "43 kB". */
export function megabytes(bytes: number): string {
  if (bytes < 100_000) return `${Math.max(1, Math.round(bytes / 1000))} kB`;
  const value = bytes / 1e6;
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)} MB`;
}

/** What one example is, in the plural. */
export function examplesName({ takes, task }: Pick<DatasetInfo, 'takes' | 'task'>): string {
  if (takes === 'image') return 'pictures';
  if (takes === 'numbers') return 'examples';
  return { language: 'windows of text', translate: 'sentences' }[task as string] ?? 'sequences';
}

type Sizes = DatasetReport['sizes'];

/** Where sizes are known: "23,400 pictures to learn from, 1,000 to validate, 10,000 to test". */
export function sizesWords(info: DatasetInfo, report: Pick<DatasetReport, 'sizes'> | null): string {
  const sizes: Sizes | null = report?.sizes ?? info.sizes;
  if (!sizes) return 'As many examples as the sizes of the graph give.';
  const { train, validation, test } = sizes;
  const parts = [
    `${formatExact(train)} ${examplesName(info)} to learn from`,
    `${formatExact(validation)} to validate`,
    `${formatExact(test)} to test`,
  ];
  return `${parts.join(', ')}.`;
}

/** In a list: "23,400 pictures · 4.3 MB, once". */
export function briefWords(info: DatasetInfo): string {
  const count = info.sizes ? [`${formatExact(info.sizes.train)} ${examplesName(info)}`] : [];
  return [...count, bytesWords(info)].join(' · ');
}
