/** What weights are before training, against the code or the paper that a block follows. */
import { expect, it, vi } from 'vitest';
import { compile } from '../compiler/compile';
import type { ParamValue } from '../graph/document';
import type { Initializer } from '../ops/program';
import { findBlock } from './registry';
import { exampleDocument, findProbe, SUBJECT } from './testing/probes';

vi.mock('./registry', async (importOriginal) => {
  const registry = await importOriginal<typeof import('./registry')>();
  return { ...registry, findBlock: (id: string) => registry.findBlock(id) ?? findProbe(id) };
});

function startsOf(
  id: string,
  inputs: Readonly<Record<string, readonly number[]>>,
  params: Readonly<Record<string, ParamValue>>,
): Readonly<Record<string, Initializer>> {
  const block = findBlock(id);
  if (!block) throw new Error(`no block ${id}`);
  const document = exampleDocument(block, { inputs, params, outputs: {}, parameters: 0 });
  const compiled = compile(document, { purpose: 'gradient', batch: 1, training: true });
  if (!compiled.ok) throw new Error(compiled.diagnostics[0].message);
  return Object.fromEntries(
    compiled.value.plan.program.leaves.flatMap((leaf) =>
      leaf.kind === 'weight' && leaf.name.startsWith(`${SUBJECT}/`)
        ? [[leaf.name.slice(SUBJECT.length + 1), leaf.initializer]]
        : [],
    ),
  );
}

const zeros = { kind: 'zeros' } as const;
const ones = { kind: 'ones' } as const;
/** timm and torchvision cut a hundred standard deviations away. */
const uncut = { kind: 'normal', std: 0.02 } as const;
const cut = { kind: 'truncatedNormal', std: 0.02 } as const;
const within = (limit: number) => ({ kind: 'uniform', limit }) as const;
const glorot = (fanIn: number, fanOut: number) =>
  ({ kind: 'glorotUniform', fanIn, fanOut }) as const;

const sequence = { x: [2, 3, 4] };
const map = { x: [2, 5, 5, 4] };

type Expected = readonly [
  id: string,
  inputs: Readonly<Record<string, readonly number[]>>,
  params: Readonly<Record<string, ParamValue>>,
  wanted: Readonly<Record<string, Initializer>>,
];

const expected: readonly Expected[] = [
  // nn.LSTM, nn.GRU and nn.RNN: all of them U(+-1 / sqrt(H)).
  ...['lstm', 'gru', 'rnn'].map(
    (id) =>
      [
        id,
        sequence,
        { units: 9 },
        {
          'layer_0/forward/kernel': within(1 / 3),
          'layer_0/forward/recurrent_kernel': within(1 / 3),
          'layer_0/forward/bias': within(1 / 3),
          'layer_0/forward/recurrent_bias': within(1 / 3),
        },
      ] as const satisfies Expected,
  ),
  // kaiming_uniform_(a = sqrt(5)) is U(+-1 / sqrt(fan in)).
  [
    'conv1d',
    sequence,
    { filters: 5, kernel: 3 },
    { kernel: within(1 / Math.sqrt(12)), bias: within(1 / Math.sqrt(12)) },
  ],
  ['linear', sequence, { units: 5, start: 'pytorch' }, { kernel: within(0.5), bias: within(0.5) }],
  ['linear', sequence, { units: 5 }, { kernel: glorot(4, 5), bias: zeros }],
  ['linear', sequence, { units: 5, start: 'normal' }, { kernel: cut, bias: zeros }],
  ['linear', sequence, { units: 5, start: 'zeros' }, { kernel: zeros, bias: zeros }],
  // torchvision's ResNet: kaiming_normal_(mode = 'fan_out').
  [
    'conv2d',
    map,
    { filters: 6, kernel: 3, bias: false },
    { kernel: { kind: 'heNormal', fan: 54 } },
  ],
  ['batch-norm', map, {}, { gamma: ones, beta: zeros }],
  // nn.Transformer: xavier_uniform_ of every matrix, biases of attention 0.
  [
    'multi-head-attention',
    { query: [2, 3, 4], key: [2, 3, 4], value: [2, 3, 4] },
    { heads: 2 },
    Object.fromEntries(
      ['query', 'key', 'value', 'output'].flatMap((part) => [
        [`${part}/kernel`, glorot(4, 4)],
        [`${part}/bias`, zeros],
      ]),
    ),
  ],
  // BERT: initializer_range 0.02.
  [
    'lm-head',
    sequence,
    { vocabulary: 7 },
    {
      'transform/kernel': cut,
      'transform/bias': zeros,
      'norm/gamma': ones,
      'norm/beta': zeros,
      table: cut,
      bias: zeros,
    },
  ],
  // T5: d_model ** -0.5.
  [
    'relative-position-bias',
    { query: [2, 3, 4] },
    { heads: 2 },
    { table: { kind: 'normal', std: 0.5 } },
  ],
  // DETR: nn.Embedding; the box head is of nn.Linear.
  ['object-queries', { memory: [2, 3, 4] }, { count: 5 }, { table: { kind: 'normal', std: 1 } }],
  [
    'box-head',
    sequence,
    { layers: 1 },
    { 'layer_0/kernel': within(0.5), 'layer_0/bias': within(0.5) },
  ],
  // The published Swin: trunc_normal_(std = 0.02) of every matrix, which cuts at -2 and 2.
  [
    'swin-attention',
    { x: [1, 4, 4, 6] },
    { heads: 2, window: 2 },
    {
      'qkv/kernel': uncut,
      'qkv/bias': zeros,
      'proj/kernel': uncut,
      'proj/bias': zeros,
      relative_position_bias_table: uncut,
    },
  ],
  // torchvision's RPNHead: normal_(std = 0.01).
  [
    'region-proposal-head',
    map,
    {},
    Object.fromEntries(
      ['conv', 'objectness', 'deltas'].flatMap((part) => [
        [`${part}/kernel`, { kind: 'normal', std: 0.01 } as const],
        [`${part}/bias`, zeros],
      ]),
    ),
  ],
];

it.each(expected)('%s of %j with %j', (id, inputs, params, wanted) => {
  expect(startsOf(id, inputs, params)).toEqual(wanted);
});
