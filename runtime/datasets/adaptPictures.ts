/** Pictures of a data set in the sizes and colours of the input they go into, when they are asked for. */
import type { Experiment } from '../graph/document';
import { resizeImage } from './resizeImage';
import type { Dataset, Field, FieldValues, ImageField, InputNeed, Split } from './types';

/** What an experiment allows to be done to pictures. */
export type Adaptation = Pick<Experiment, 'resizeImages' | 'convertChannels'>;

type Fields = Readonly<Record<string, Field>>;

/** The fields as they become for a graph with these inputs: a picture follows the first that shows it. */
export function adaptFields(
  fields: Fields,
  needs: readonly InputNeed[],
  adaptation: Adaptation,
): Fields {
  const adapted = Object.entries(fields).map(([name, field]) => {
    const need = pictureNeed(needs, name);
    return [name, field.kind === 'image' && need ? adaptField(field, need, adaptation) : field];
  });
  return Object.fromEntries(adapted);
}

/** The input whose sizes a field of pictures takes. */
export function pictureNeed(needs: readonly InputNeed[], field: string): InputNeed | undefined {
  return needs.find((need) => need.field === field && need.role === 'image');
}

/** Whether there is a way to so many channels: to grey, or to red, green and blue. */
export function canConvertTo(channels: number): boolean {
  return channels === 1 || channels === 3;
}

/** The data set with `adaptFields`; the same one where nothing is to be done. */
export function adaptPictures(
  dataset: Dataset,
  needs: readonly InputNeed[],
  adaptation: Adaptation,
): Dataset {
  const fields = adaptFields(dataset.fields, needs, adaptation);
  const changed = Object.entries(fields).flatMap(([name, to]) => {
    const from = dataset.fields[name];
    return to.kind === 'image' && from.kind === 'image' && to !== from ? [{ name, from, to }] : [];
  });
  if (changed.length === 0) return dataset;
  const adapt = (split: Split): Split => ({
    ...split,
    batch(indices) {
      const values: Record<string, FieldValues> = { ...split.batch(indices) };
      for (const { name, from, to } of changed) values[name] = resizeAll(values[name], from, to);
      return values;
    },
  });
  return {
    ...dataset,
    fields,
    train: adapt(dataset.train),
    validation: adapt(dataset.validation),
    test: adapt(dataset.test),
  };
}

function adaptField(field: ImageField, need: InputNeed, adaptation: Adaptation): ImageField {
  const [height, width, channels] = need.shape;
  const { resizeImages = false, convertChannels = false } = adaptation;
  const next = {
    ...field,
    ...(resizeImages && { height, width }),
    ...(convertChannels && canConvertTo(channels) && { channels }),
  };
  const same =
    next.height === field.height && next.width === field.width && next.channels === field.channels;
  return same ? field : next;
}

function resizeAll(values: FieldValues, from: ImageField, to: ImageField): Float32Array {
  const size = from.height * from.width * from.channels;
  const count = values.length / size;
  const result = new Float32Array(count * to.height * to.width * to.channels);
  for (let row = 0; row < count; row++) {
    const data = Float32Array.from(values.subarray(row * size, (row + 1) * size));
    const { height, width, channels } = from;
    const resized = resizeImage(
      { data, height, width, channels },
      to.height,
      to.width,
      to.channels,
    );
    result.set(resized.data, row * resized.data.length);
  }
  return result;
}
