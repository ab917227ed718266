/** A language model of digits, small enough for a test: one layer of masked attention. */
import { type Edge, emptyDocument, type GraphDocument } from '../../../../../runtime/index';

const blocks: Readonly<Record<string, readonly [string, Record<string, string | number>?]>> = {
  written: ['tokens-input', { tokens: 8, vocabulary: 13, tokenizer: 'digits', feed: 'generated' }],
  embed: ['token-embedding', { vocabulary: 13, d_model: 16 }],
  placed: ['sinusoidal-positions'],
  mask: ['causal-mask'],
  look: ['multi-head-attention', { heads: 2 }],
  norm: ['add-norm'],
  logits: ['linear', { units: 13 }],
  out: ['token-output', { tokenizer: 'digits' }],
  target: ['target-input', { tokens: 8, vocabulary: 13 }],
  loss: ['cross-entropy'],
};

const wires = [
  'written.tokens embed.tokens',
  'embed.y placed.x',
  'embed.y mask.x',
  'placed.y look.query',
  'placed.y look.key',
  'placed.y look.value',
  'mask.mask look.mask',
  'placed.y norm.x',
  'look.y norm.sublayer',
  'norm.y logits.x',
  'logits.y out.logits',
  'logits.y loss.logits',
  'target.labels loss.labels',
];

export const languageModel: GraphDocument = {
  ...emptyDocument('Language model'),
  nodes: Object.fromEntries(
    Object.entries(blocks).map(([id, [block, params = {}]], at) => [
      id,
      { id, block, params, position: { x: 0, y: 150 * at } },
    ]),
  ),
  edges: wires.map((wire): Edge => {
    const [from, to] = wire.split(' ');
    const [source, sourcePort] = from.split('.');
    const [target, targetPort] = to.split('.');
    return { source, sourcePort, target, targetPort };
  }),
};
