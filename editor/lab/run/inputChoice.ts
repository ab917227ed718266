/** What the user chose for an input, and what of it is sent to the worker. */
import type { InputData } from '../../../runtime/index';
import type { GraphInput, ImageInput } from './graphInputs';
import { centerDigit, cropTo, invert, type Picture, padTo } from './imagePreparation';

export type InputChoice =
  /** One example of the data set's test set. */
  | { readonly kind: 'sample'; readonly index: number }
  /** A picture of the user's own, in the channels of the model. */
  | {
      readonly kind: 'picture';
      readonly name: string;
      readonly picture: Picture;
      readonly inverted: boolean;
    }
  /** Drawn on the pad: light on dark. */
  | { readonly kind: 'drawing'; readonly picture: Picture }
  | { readonly kind: 'text'; readonly text: string };

/** Null where nothing was chosen, or nothing that this input can take. */
export function toInputData(input: GraphInput, choice: InputChoice | undefined): InputData | null {
  if (!choice) return null;
  if (choice.kind === 'sample') return { kind: 'sample', index: choice.index };
  if (choice.kind === 'text') {
    return input.kind === 'text' && choice.text.trim() !== ''
      ? { kind: 'text', text: choice.text }
      : null;
  }
  if (input.kind !== 'image') return null;
  const picture =
    choice.kind === 'drawing' ? centerDigit(choice.picture) : preparePicture(input, choice);
  return picture && { kind: 'image', ...picture };
}

/**
 * In the proportions of the input. A grey picture (a digit) keeps all it has, on its own ground; of
 * a colour photograph the middle is taken, as ImageNet models are tested.
 */
function preparePicture(
  { height, width, channels }: ImageInput,
  choice: { readonly picture: Picture; readonly inverted: boolean },
): Picture {
  const picture = choice.inverted ? invert(choice.picture) : choice.picture;
  if (channels !== 1) return cropTo(picture, height, width);
  return padTo(picture, height, width, cornerValue(picture));
}

/** The ground that a grey picture lies on. */
function cornerValue({ data, width, height }: Picture): number {
  const corners = [data[0], data[width - 1], data[(height - 1) * width], data[width * height - 1]];
  return corners.sort((a, b) => a - b)[1];
}
