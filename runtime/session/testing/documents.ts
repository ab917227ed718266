/** Small graphs that train in a second, for the tests of the session. */
import { emptyDocument, type GraphDocument, type ParamValue } from '../../graph/document';

type Nodes = Readonly<
  Record<string, readonly [block: string, params?: Record<string, ParamValue>]>
>;

/** Wires are written `a.port > b.port`. */
export function documentOf(nodes: Nodes, wires: readonly string[]): GraphDocument {
  return {
    ...emptyDocument('Test'),
    nodes: Object.fromEntries(
      Object.entries(nodes).map(([id, [block, params = {}]]) => [
        id,
        { id, block, params, position: { x: 0, y: 0 } },
      ]),
    ),
    edges: wires.map((wire) => {
      const [from, to] = wire.split(' > ').map((end) => end.split('.'));
      return { source: from[0], sourcePort: from[1], target: to[0], targetPort: to[1] };
    }),
  };
}

/** Pictures of 4 x 4 into 3 classes through two linear layers, with batch norm and dropout. */
export const classifier = documentOf(
  {
    image: ['image-input', { height: 4, width: 4, channels: 1 }],
    flat: ['flatten'],
    hidden: ['linear', { units: 16 }],
    norm: ['batch-norm'],
    act: ['activation', { activation: 'gelu' }],
    drop: ['dropout', { rate: 0.1 }],
    logits: ['linear', { units: 3 }],
    out: ['class-output', { names: 'none' }],
    label: ['label-input', { classes: 3 }],
    loss: ['cross-entropy'],
  },
  [
    'image.image > flat.x',
    'flat.y > hidden.x',
    'hidden.y > norm.x',
    'norm.y > act.x',
    'act.y > drop.x',
    'drop.y > logits.x',
    'logits.y > out.logits',
    'logits.y > loss.logits',
    'label.labels > loss.labels',
  ],
);

/**
 * Writes the second half of what it reads: each token it has written so far is looked up, added to
 * the flattened source, and mapped to the next one.
 */
export const writer = documentOf(
  {
    source: ['tokens-input', { tokens: 3, vocabulary: 5 }],
    written: ['tokens-input', { tokens: 3, vocabulary: 5, feed: 'generated' }],
    read: ['token-embedding', { vocabulary: 5, d_model: 12 }],
    wrote: ['token-embedding', { vocabulary: 5, d_model: 12 }],
    sum: ['add'],
    act: ['activation', { activation: 'gelu' }],
    logits: ['linear', { units: 5 }],
    out: ['token-output'],
    target: ['target-input', { tokens: 3, vocabulary: 5 }],
    loss: ['cross-entropy'],
  },
  [
    'source.tokens > read.tokens',
    'written.tokens > wrote.tokens',
    'read.y > sum.a',
    'wrote.y > sum.b',
    'sum.y > act.x',
    'act.y > logits.x',
    'logits.y > out.logits',
    'logits.y > loss.logits',
    'target.labels > loss.labels',
  ],
);

/** Goes on with a text of digits: one layer of attention to what was written before. */
export const continuer = documentOf(
  {
    written: ['tokens-input', { tokens: 8, vocabulary: 13, feed: 'generated' }],
    embed: ['token-embedding', { vocabulary: 13, d_model: 16 }],
    placed: ['sinusoidal-positions'],
    mask: ['causal-mask'],
    look: ['multi-head-attention', { heads: 2 }],
    norm: ['add-norm'],
    logits: ['linear', { units: 13 }],
    out: ['token-output'],
    target: ['target-input', { tokens: 8, vocabulary: 13 }],
    loss: ['cross-entropy'],
  },
  [
    'written.tokens > embed.tokens',
    'embed.y > placed.x',
    'embed.y > mask.x',
    'placed.y > look.query',
    'placed.y > look.key',
    'placed.y > look.value',
    'mask.mask > look.mask',
    'placed.y > norm.x',
    'look.y > norm.sublayer',
    'norm.y > logits.x',
    'logits.y > out.logits',
    'logits.y > loss.logits',
    'target.labels > loss.labels',
  ],
);

/** Tells the next token from the one before it: a language model of pairs. */
export const pairModel = documentOf(
  {
    written: ['tokens-input', { tokens: 3, vocabulary: 5, feed: 'generated' }],
    wrote: ['token-embedding', { vocabulary: 5, d_model: 12 }],
    logits: ['linear', { units: 5 }],
    out: ['token-output'],
    target: ['target-input', { tokens: 3, vocabulary: 5 }],
    loss: ['cross-entropy', { smoothing: 0.1 }],
  },
  [
    'written.tokens > wrote.tokens',
    'wrote.y > logits.x',
    'logits.y > out.logits',
    'logits.y > loss.logits',
    'target.labels > loss.labels',
  ],
);

/** Guesses tokens that are hidden from it. */
export const maskedModel = documentOf(
  {
    source: ['tokens-input', { tokens: 3, vocabulary: 5 }],
    hide: ['mask-tokens', { rate: 0.5, mask_id: 1, vocabulary: 5, first: 3 }],
    read: ['token-embedding', { vocabulary: 5, d_model: 12 }],
    logits: ['linear', { units: 5 }],
    out: ['token-output'],
    loss: ['masked-token-loss'],
  },
  [
    'source.tokens > hide.tokens',
    'hide.tokens > read.tokens',
    'read.y > logits.x',
    'logits.y > out.logits',
    'logits.y > loss.logits',
    'source.tokens > loss.labels',
    'hide.mask > loss.mask',
  ],
);

/** Repeats the picture that it sees. */
export const repeater = documentOf(
  {
    image: ['image-input', { height: 4, width: 4, channels: 1 }],
    flat: ['flatten'],
    same: ['linear', { units: 16 }],
    loss: ['mean-squared-error'],
  },
  ['image.image > flat.x', 'flat.y > same.x', 'same.y > loss.x', 'flat.y > loss.target'],
);
