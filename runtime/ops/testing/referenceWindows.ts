/** Reference values of the convolutions and poolings: each is a sum or choice over window taps. */
import { flatIndex, makeArray, type RefArray } from './array';
import type { Reference } from './combinators';

interface Window {
  readonly size: readonly number[];
  readonly strides: readonly number[];
  readonly padding: readonly number[];
}

function outputShape(shape: readonly number[], window: Window): [number, number] {
  const [top, bottom, left, right] = window.padding as [number, number, number, number];
  return [
    Math.floor((shape[1]! + top + bottom - window.size[0]!) / window.strides[0]!) + 1,
    Math.floor((shape[2]! + left + right - window.size[1]!) / window.strides[1]!) + 1,
  ];
}

/** Calls `visit` for each tap inside the image: image place [b, h, w], output [b, oh, ow], kernel [kh, kw]. */
function forEachTap(
  shape: readonly number[],
  window: Window,
  visit: (pixel: number[], output: number[], kernel: number[]) => void,
): void {
  const [height, width] = outputShape(shape, window);
  for (let b = 0; b < shape[0]!; b++) {
    for (let oh = 0; oh < height; oh++) {
      for (let ow = 0; ow < width; ow++) {
        for (let kh = 0; kh < window.size[0]!; kh++) {
          for (let kw = 0; kw < window.size[1]!; kw++) {
            const h = oh * window.strides[0]! + kh - window.padding[0]!;
            const w = ow * window.strides[1]! + kw - window.padding[2]!;
            if (h < 0 || w < 0 || h >= shape[1]! || w >= shape[2]!) continue;
            visit([b, h, w], [b, oh, ow], [kh, kw]);
          }
        }
      }
    }
  }
}

function addAt(a: RefArray, index: readonly number[], amount: number): void {
  const flat = flatIndex(a.shape, index);
  a.data[flat] = a.data[flat]! + amount;
}

const read = (a: RefArray, index: readonly number[]) => a.data[flatIndex(a.shape, index)]!;

/** Runs a convolution's taps over all channel pairs. */
function forEachProduct(
  shape: readonly number[],
  filter: readonly number[],
  attrs: Omit<Window, 'size'>,
  visit: (x: number[], y: number[], weight: number[]) => void,
): void {
  forEachTap(shape, { ...attrs, size: filter }, (pixel, output, kernel) => {
    for (let c = 0; c < filter[2]!; c++) {
      for (let o = 0; o < filter[3]!; o++) visit([...pixel, c], [...output, o], [...kernel, c, o]);
    }
  });
}

function forEachPooled(
  shape: readonly number[],
  window: Window,
  visit: (x: number[], y: number[]) => void,
): void {
  forEachTap(shape, window, (pixel, output) => {
    for (let c = 0; c < shape[3]!; c++) visit([...pixel, c], [...output, c]);
  });
}

const zeros = (shape: readonly number[]) => makeArray(shape, () => 0);

function pooledShape(shape: readonly number[], window: Window): number[] {
  return [shape[0]!, ...outputShape(shape, window), shape[3]!];
}

export const windowReferences = {
  conv2d: ([x, filter], attrs) => {
    const window = { ...attrs, size: filter!.shape };
    const out = zeros([x!.shape[0]!, ...outputShape(x!.shape, window), filter!.shape[3]!]);
    forEachProduct(x!.shape, filter!.shape, attrs, (at, to, weight) =>
      addAt(out, to, read(x!, at) * read(filter!, weight)),
    );
    return out;
  },
  conv2dInputGrad: ([grad, filter], attrs) => {
    const out = zeros(attrs.inputShape);
    forEachProduct(attrs.inputShape, filter!.shape, attrs, (at, to, weight) =>
      addAt(out, at, read(grad!, to) * read(filter!, weight)),
    );
    return out;
  },
  conv2dFilterGrad: ([x, grad], attrs) => {
    const out = zeros(attrs.filterShape);
    forEachProduct(x!.shape, attrs.filterShape, attrs, (at, to, weight) =>
      addAt(out, weight, read(grad!, to) * read(x!, at)),
    );
    return out;
  },
  maxPool: ([x], attrs) => {
    const out = makeArray(pooledShape(x!.shape, attrs), () => Number.NEGATIVE_INFINITY);
    forEachPooled(x!.shape, attrs, (at, to) => {
      const flat = flatIndex(out.shape, to);
      out.data[flat] = Math.max(out.data[flat]!, read(x!, at));
    });
    return out;
  },
  maxPoolGrad: ([x, output, grad], attrs) => {
    const out = zeros(x!.shape);
    const isGiven = new Set<number>();
    forEachPooled(x!.shape, attrs, (at, to) => {
      const flat = flatIndex(output!.shape, to);
      if (isGiven.has(flat) || read(x!, at) !== output!.data[flat]) return;
      isGiven.add(flat);
      addAt(out, at, grad!.data[flat]!);
    });
    return out;
  },
  avgPool: ([x], attrs) => {
    const out = zeros(pooledShape(x!.shape, attrs));
    const count = attrs.size[0] * attrs.size[1];
    forEachPooled(x!.shape, attrs, (at, to) => addAt(out, to, read(x!, at) / count));
    return out;
  },
  avgPoolGrad: ([grad], attrs) => {
    const out = zeros(attrs.inputShape);
    const count = attrs.size[0] * attrs.size[1];
    forEachPooled(attrs.inputShape, attrs, (at, to) => addAt(out, at, read(grad!, to) / count));
    return out;
  },
} satisfies Record<string, Reference>;
