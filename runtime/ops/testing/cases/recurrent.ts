/** Contract cases of the recurrent ops. */
import { bool, type CaseInput, normal, type OpCase } from '../draw';

const sizes = [
  { batch: 2, tokens: 3, units: 2 },
  { batch: 3, tokens: 1, units: 4 },
  { batch: 1, tokens: 5, units: 3 },
  { batch: 2, tokens: 4, units: 5 },
];

type Shapes = (batch: number, tokens: number, units: number) => readonly CaseInput[];

/** Both directions, with and without a mask. */
const sequences = (shapes: Shapes, attrs: OpCase['attrs'] = {}): OpCase[] =>
  sizes.flatMap(({ batch, tokens, units }) =>
    [false, true].flatMap((reverse) =>
      [false, true].map((masked) => ({
        inputs: [...shapes(batch, tokens, units), ...(masked ? [bool(batch, tokens)] : [])],
        attrs: { ...attrs, reverse },
      })),
    ),
  );

const rnn: Shapes = (b, t, h) => [normal(b, t, h), normal(h, h), normal(b, h)];
const rnnGrad: Shapes = (b, t, h) => [normal(b, t, h), normal(h, h), normal(b, t, h)];

export const recurrentCases = {
  rnn: [...sequences(rnn, { activation: 'tanh' }), ...sequences(rnn, { activation: 'relu' })],
  rnnGrad: [
    ...sequences(rnnGrad, { activation: 'tanh' }),
    ...sequences(rnnGrad, { activation: 'relu' }),
  ],
  lstm: sequences((b, t, h) => [normal(b, t, 4 * h), normal(h, 4 * h), normal(b, h), normal(b, h)]),
  lstmGrad: sequences((b, t, h) => [
    normal(b, t, 4 * h),
    normal(h, 4 * h),
    normal(b, t, h),
    normal(b, t, 2 * h),
  ]),
  gru: sequences((b, t, h) => [normal(b, t, 3 * h), normal(h, 3 * h), normal(3 * h), normal(b, h)]),
  gruGrad: sequences((b, t, h) => [
    normal(b, t, 3 * h),
    normal(h, 3 * h),
    normal(b, t, 3 * h),
    normal(b, t, h),
    normal(b, t, h),
  ]),
} satisfies Readonly<Record<string, readonly OpCase[]>>;
