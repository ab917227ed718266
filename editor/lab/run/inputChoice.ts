/** What the user chose for an input, and what of it is sent to the worker. */
import { createRandom, type InputData } from '../../../runtime/index';
import type { GraphInput, ImageInput, NumbersInput } from './graphInputs';
import { centerDigit, cropTo, invert, type Picture, padTo } from './imagePreparation';
import type { Numbers } from './numbersFile';

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
  | { readonly kind: 'text'; readonly text: string }
  /** Numbers drawn from a seed: normal, mean 0 and variance 1. */
  | { readonly kind: 'random'; readonly seed: number }
  | { readonly kind: 'zeros' }
  /** Of a file. */
  | ({ readonly kind: 'numbers'; readonly name: string } & Numbers);

/** Null where nothing was chosen, or nothing that this input can take. */
export function toInputData(input: GraphInput, choice: InputChoice | undefined): InputData | null {
  if (!choice) return null;
  if (choice.kind === 'sample') return { kind: 'sample', index: choice.index };
  if (input.kind === 'numbers') return toNumbers(input, choice);
  if (choice.kind === 'text') {
    return input.kind === 'text' && choice.text.trim() !== ''
      ? { kind: 'text', text: choice.text }
      : null;
  }
  if (input.kind !== 'image' || (choice.kind !== 'picture' && choice.kind !== 'drawing'))
    return null;
  const picture =
    choice.kind === 'drawing' ? centerDigit(choice.picture) : preparePicture(input, choice);
  return picture && { kind: 'image', ...picture };
}

/** True where both are the same input; pictures and files only where they are the same object. */
export function sameChoice(a: InputChoice | undefined, b: InputChoice | undefined): boolean {
  if (a === b) return true;
  if (a?.kind === 'text') return b?.kind === 'text' && a.text === b.text;
  if (a?.kind === 'sample') return b?.kind === 'sample' && a.index === b.index;
  return false;
}

function toNumbers({ axes }: NumbersInput, choice: InputChoice): InputData | null {
  const shape = axes.map(({ size }) => size);
  const count = shape.reduce((product, size) => product * size, 1);
  switch (choice.kind) {
    case 'zeros':
      return { kind: 'tensor', shape, data: new Float32Array(count) };
    case 'random': {
      const random = createRandom(choice.seed).fork('input');
      return {
        kind: 'tensor',
        shape,
        data: Float32Array.from({ length: count }, () => random.normal()),
      };
    }
    case 'numbers':
      return { kind: 'tensor', shape: choice.shape, data: choice.data };
    default:
      return null;
  }
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
