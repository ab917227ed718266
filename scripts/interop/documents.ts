/** The models of interop.py, wired of our blocks. */
import { transformer } from '../../presets/graphs/transformer';
import { vit } from '../../presets/graphs/vit';
import {
  emptyDocument,
  type GraphDocument,
  type GraphFragment,
  type ParamValue,
} from '../../runtime/graph/document';

export interface Case {
  /** Folder of the model. */
  readonly name: string;
  readonly document: GraphDocument;
  /** Value that is PyTorch's output. */
  readonly output: string;
  /** Whose names the file has. */
  readonly convention: string;
}

function withNumbers(graph: GraphFragment, numbers: Readonly<Record<string, number>>) {
  const hyperparameters = Object.entries(numbers).map(([name, value]) => ({ name, value }));
  return { ...emptyDocument(), ...graph, hyperparameters };
}

const sizes = { d_model: 8, heads: 2, layers: 2, d_ff: 16, p_drop: 0 };
const vision = withNumbers(vit({ channels: 3, names: 'none' }), {
  ...sizes,
  image_size: 12,
  patch: 4,
  classes: 5,
});

/** Nodes in a row: the first port of each is fed by the port named before it. */
function chain(
  ...nodes: readonly (readonly [
    id: string,
    block: string,
    ports: string,
    params?: Readonly<Record<string, ParamValue>>,
  ])[]
): GraphDocument {
  return {
    ...emptyDocument(),
    nodes: Object.fromEntries(
      nodes.map(([id, block, , params = {}]) => [
        id,
        { id, block, params, position: { x: 0, y: 0 } },
      ]),
    ),
    edges: nodes.slice(1).map(([target, , ports], index) => {
      const [source, , before] = nodes[index];
      const sourcePort = before.split('>')[1];
      return { source, sourcePort, target, targetPort: ports.split('>')[0] };
    }),
  };
}

/** `block` reads a sequence; its last output goes through a linear layer. */
const recurrent = (block: string, params: Readonly<Record<string, ParamValue>>) =>
  chain(
    ['sequence', 'sequence-input', '>sequence', { tokens: 5, features: 3 }],
    ['recurrent', block, 'x>last', { units: 4, ...params }],
    ['head', 'linear', 'x>y', { units: 5 }],
    ['output', 'class-output', 'logits>', { names: 'none' }],
  );

export const cases: readonly Case[] = [
  { name: 'vit', document: vision, output: 'head.y', convention: 'torchvision-vit' },
  { name: 'vit-half', document: vision, output: 'head.y', convention: 'torchvision-vit' },
  {
    name: 'transformer',
    document: withNumbers(transformer({ tokenizer: 'digits', smoothing: 0 }), {
      ...sizes,
      vocabulary: 13,
      tokens: 6,
    }),
    output: 'logits.logits',
    convention: 'torch-transformer',
  },
  {
    name: 'lstm',
    document: recurrent('lstm', { layers: 2, bidirectional: true }),
    output: 'head.y',
    convention: 'pytorch',
  },
  {
    name: 'gru',
    document: recurrent('gru', {}),
    output: 'head.y',
    convention: 'pytorch',
  },
  {
    name: 'convolution',
    document: chain(
      ['image', 'image-input', '>image', { height: 6, width: 6, channels: 3 }],
      ['conv', 'conv2d', 'x>y', { filters: 4, kernel: 3, padding: 1 }],
      ['norm', 'batch-norm', 'x>y'],
      ['relu', 'activation', 'x>y'],
      ['pool', 'global-average-pool', 'x>y'],
      ['head', 'linear', 'x>y', { units: 5 }],
      ['output', 'class-output', 'logits>', { names: 'none' }],
    ),
    output: 'head.y',
    convention: 'pytorch',
  },
];
