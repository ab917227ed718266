/** A step gives what the whole program gives at its place, or says why there is none. */
import { beforeAll, describe, expect, it } from 'vitest';
import { preset as transformerTiny } from '../../../presets/transformer-tiny';
import { allBlocks } from '../../blocks/registry';
import type { Block } from '../../blocks/types';
import type { GraphDocument, ParamValue } from '../../graph/document';
import { startBackend, type TestRuntime } from '../../kernels/testing/startBackend';
import { documentOf } from '../../session/testing/documents';
import { smaller } from '../../session/testing/presets';
import { analyze } from '../analyze';
import { type Replay, type ReplayOptions, replay, split } from './testing/replay';

type Nodes = Parameters<typeof documentOf>[0];

const places = 6;
const text = { tokens: places, vocabulary: 11 };

/** Tokens, their embedding, `body`, and logits of what `y` says. */
function writing(body: Nodes, wires: readonly string[], y: string): GraphDocument {
  return documentOf(
    {
      written: ['tokens-input', { ...text, feed: 'generated' }],
      embed: ['token-embedding', { vocabulary: 11, d_model: 8 }],
      ...body,
      logits: ['linear', { units: 11 }],
      out: ['token-output'],
    },
    ['written.tokens > embed.tokens', ...wires, `${y} > logits.x`, 'logits.y > out.logits'],
  );
}

/** One attention of all tokens to those before them. */
function attending(
  block: string,
  params: Record<string, ParamValue>,
  mask: Nodes = { mask: ['causal-mask'] },
  wires: readonly string[] = ['embed.y > mask.x', 'mask.mask > look.mask'],
): GraphDocument {
  return writing(
    { ...mask, look: [block, params] },
    ['embed.y > look.query', 'embed.y > look.key', 'embed.y > look.value', ...wires],
    'look.y',
  );
}

describe.each(['cpu', 'wasm'] as const)('on %s', (backend) => {
  let runtime: TestRuntime;
  beforeAll(async () => {
    runtime = await startBackend(backend);
  });

  const same = async (document: GraphDocument, options?: ReplayOptions): Promise<Replay> => {
    const before = runtime.tf.memory().numTensors;
    const found = await replay(runtime.tf, document, options);
    if (typeof found === 'string') throw new Error(found);
    expect(found.error).toBeLessThan(1e-5);
    expect(runtime.tf.memory().numTensors).toBe(before);
    return found;
  };

  it.each([
    ['with a key head each', { heads: 2 }],
    ['with shared key heads', { heads: 4, kv_heads: 2 }],
    ['with one key head', { heads: 4, kv_heads: 1 }],
    ['with rotary positions, halves', { heads: 2, positions: 'half' }],
    ['with rotary positions, neighbours', { heads: 2, positions: 'interleaved', kv_heads: 1 }],
    ['with widths of its own', { heads: 2, d_k: 4, d_v: 3, d_out: 5, bias: false }],
  ] as const)('multi-head attention %s', async (_, params) => {
    for (const batch of [1, 3]) {
      const options = { batch, prompt: batch, taps: ['look.weights'] };
      const { incremental } = await same(attending('multi-head-attention', params), options);
      expect(incremental.attention).toEqual(['look.weights']);
    }
  });

  it.each([
    ['additive-attention', { units: 5, bias: true }],
    ['multiplicative-attention', { score: 'dot' }],
    ['multiplicative-attention', { score: 'general' }],
    ['multiplicative-attention', { score: 'scaled' }],
  ])('%s %j', async (block, params) => {
    await same(attending(block, params), { batch: 2, taps: ['look.weights'] });
  });

  it('a window of neighbours', async () => {
    const mask = { mask: ['sliding-window-mask', { radius: 2, causal: true }] } as const;
    await same(attending('multi-head-attention', { heads: 2 }, mask), { batch: 2 });
  });

  it('relative positions', async () => {
    const more = {
      mask: ['causal-mask'],
      far: ['relative-position-bias', { heads: 2, buckets: 8, max_distance: 10 }],
    } as const;
    const wires = ['embed.y > mask.x', 'mask.mask > look.mask'];
    const biased = [...wires, 'embed.y > far.query', 'far.bias > look.bias'];
    await same(attending('multi-head-attention', { heads: 2 }, more, biased), { batch: 2 });
  });

  const padded = attending(
    'multi-head-attention',
    { heads: 2 },
    { mask: ['causal-mask'], kept: ['padding-mask'], both: ['combine-masks'] },
    [
      'embed.y > mask.x',
      'written.tokens > kept.tokens',
      'mask.mask > both.a',
      'kept.mask > both.b',
      'both.mask > look.mask',
    ],
  );

  it('a mask of what is written, with padding in it', async () => {
    const idAt = (row: number, place: number) => (place === 3 ? 0 : 1 + ((row + place) % 9));
    const { refused } = await same(padded, { batch: 3, taps: ['look.weights'], idAt });
    expect(refused).toBe(0);
  });

  it('is not used where a mask hides everything so far', async () => {
    const idAt = (row: number, place: number) => (row === 1 && place < 4 ? 0 : 1 + place);
    const { refused, steps } = await same(padded, { batch: 2, idAt });
    expect([refused, steps]).toEqual([3, 5]);
  });

  it('a Transformer that translates', async () => {
    const document = smaller(transformerTiny.document);
    const taps = ['decoder/0/self-attention.weights', 'decoder/0/cross-attention.weights'];
    const { incremental } = await same(document, { batch: 2, taps });
    expect(incremental.attention).toEqual(taps);
    // Keys and values of one layer; those of the source are computed once.
    expect(incremental.step.program.updates).toHaveLength(2);
    expect(incremental.examples?.size).toBe(2);
    const computed = new Set(incremental.step.program.instructions.map(({ path }) => path));
    expect([...computed].filter((path) => path.startsWith('encoder'))).toEqual([]);
  });

  it('takes fewer operations than the whole', async () => {
    const document = attending('multi-head-attention', { heads: 2 });
    const { incremental } = await same(document, { prompt: 5 });
    const { prologue, step } = incremental;
    expect(step.peakBytes).toBeLessThan(prologue.peakBytes);
    expect(step.dispatches).toBeLessThanOrEqual(prologue.dispatches + 3);
  });
});

describe('every block that keeps the places of a text', () => {
  /** Those that mix them, and where. */
  const mixing: Readonly<Record<string, string>> = {
    'attention-decoder': 'subject" (slice)',
    conv1d: 'subject" (conv2d)',
    'group-norm': 'subject" (normalize)',
    gru: 'subject" (gru)',
    'instance-norm': 'subject" (normalize)',
    lstm: 'subject" (lstm)',
    'mixer-layer': 'subject/token-mixing" (matmul)',
    rnn: 'subject" (rnn)',
    'ngram-embedding': 'subject" (concat)',
    'token-mixing': 'subject" (matmul)',
  };
  const documents = allBlocks().flatMap((block) => {
    const document = decoderWith(block);
    return document ? [[block.id, document] as const] : [];
  });
  let runtime: TestRuntime;
  beforeAll(async () => {
    runtime = await startBackend('wasm');
  });

  it('is tried', () => {
    expect(documents.length).toBeGreaterThan(40);
    const ids = documents.map(([id]) => id);
    expect(ids).toEqual(expect.arrayContaining(Object.keys(mixing)));
  });

  it.each(documents)('%s', async (id, document) => {
    const found = await replay(runtime.tf, document, { batch: 2, prompt: 2 });
    const mixed = mixing[id];
    if (mixed) expect(found).toContain(mixed);
    else expect(found).toMatchObject({ error: expect.any(Number), steps: places - 2 });
    if (typeof found !== 'string') expect(found.error).toBeLessThan(1e-5);
  });
});

/** The block between an embedding and an attention; null where it does not stand there. */
function decoderWith(block: Block): GraphDocument | null {
  const ports = Object.entries(block.inputs);
  if (ports.length === 0) return null;
  const looks = ports.some(([name]) => name === 'query') || block.kind === 'composite';
  const feeds = ports.flatMap(([name, { dtype = 'float32', optional }]) => {
    if (dtype === 'bool') return looks ? [`mask.mask > subject.${name}`] : [];
    if (optional) return [];
    return [`${dtype === 'int32' ? 'written.tokens' : 'placed.y'} > subject.${name}`];
  });
  for (const params of [{}, ...block.examples.map((example) => example.params ?? {})]) {
    for (const port of Object.keys(block.outputs)) {
      const document = writing(
        {
          placed: ['sinusoidal-positions'],
          mask: ['causal-mask'],
          subject: [block.id, params],
          narrow: ['linear', { units: 8 }],
          look: ['multi-head-attention', { heads: 2 }],
        },
        [
          'embed.y > placed.x',
          'embed.y > mask.x',
          ...feeds,
          `subject.${port} > narrow.x`,
          'narrow.y > look.query',
          'narrow.y > look.key',
          'narrow.y > look.value',
          'mask.mask > look.mask',
        ],
        'look.y',
      );
      const { diagnostics, types } = analyze(document);
      const broken = diagnostics.some(({ severity }) => severity === 'error');
      const axes = types.get(`subject.${port}`)?.axes ?? [];
      if (!broken && axes.length === 3 && axes[0].name === 'batch' && axes[1].size === places) {
        return document;
      }
    }
  }
  return null;
}

describe('has no step, and says why,', () => {
  const reasonOf = (document: GraphDocument): string => {
    const { parts } = split(document);
    return 'reason' in parts ? parts.reason : 'none';
  };
  const attention = (mask: Nodes, wires: readonly string[] = []) =>
    attending('multi-head-attention', { heads: 2 }, mask, wires);

  it('without a mask', () => {
    expect(reasonOf(attention({}))).toBe(
      '"look" reads later places of the text: no mask hides them.',
    );
  });

  it('with a mask of padding alone', () => {
    const wires = ['written.tokens > kept.tokens', 'kept.mask > look.mask'];
    expect(reasonOf(attention({ kept: ['padding-mask'] }, wires))).toContain('no mask hides them');
  });

  it('with a mean over all places', () => {
    const wires = ['embed.y > mean.x', 'embed.y > both.a', 'mean.y > both.b'];
    const body = { mean: ['instance-norm'], both: ['add'] } as const;
    expect(reasonOf(writing(body, wires, 'both.y'))).toBe(
      '"mean" (normalize) mixes places of the text in a way of its own.',
    );
  });

  it('for a mask that looks ahead, which its values tell', async () => {
    const mask = { mask: ['sliding-window-mask', { radius: 1 }] } as const;
    const document = attending('multi-head-attention', { heads: 2 }, mask);
    const { tf } = await startBackend('cpu');
    expect(await replay(tf, document)).toBe('A mask lets a place look ahead.');
  });
});
