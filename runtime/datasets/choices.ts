/** The data sets that ship with the site, as they are offered; what is in them is loaded when used. */

/** A data set that a graph can be trained on. */
export interface DatasetChoice {
  readonly id: string;
  readonly title: string;
  /** The kind of input that its examples are. */
  readonly takes: 'image' | 'text';
}

export const datasets = [
  { id: 'mnist', title: 'MNIST digits', takes: 'image' },
  { id: 'reverse-digits', title: 'Reverse the digits', takes: 'text' },
] as const satisfies readonly DatasetChoice[];

export type DatasetId = (typeof datasets)[number]['id'];

/** What a data set is called. */
export function titleOf(id: DatasetId): string {
  return datasets.find((dataset) => dataset.id === id)?.title ?? id;
}
