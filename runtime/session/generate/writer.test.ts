/** With the cache and without it a writer says the same, whatever is done with it. */
import type * as tfjs from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { preset as transformerTiny } from '../../../presets/transformer-tiny';
import { startingWeights } from '../../blocks/testing/runProgram';
import { compile } from '../../compiler/compile';
import { type Bind, createExecutor, toTensor } from '../../compiler/execute';
import { inputLeaves } from '../../compiler/inputNeeds';
import { END } from '../../datasets/tokenizers';
import type { GraphDocument } from '../../graph/document';
import { createRandom } from '../../graph/random';
import { startBackend, type TestRuntime } from '../../kernels/testing/startBackend';
import { greedyDecode } from '../decode';
import { continuer, documentOf } from '../testing/documents';
import { smaller } from '../testing/presets';
import { GREEDY } from './checkDecoding';
import { createChooser, likeliest } from './chooser';
import { writeBeams } from './writeBeams';
import { createWriter, type Writer, type WriterOptions } from './writer';
import { writeTokens } from './writeTokens';

const translator = smaller(transformerTiny.document);

/** Looks at what was written and is not padding. */
const careful: GraphDocument = documentOf(
  {
    ...Object.fromEntries(
      Object.entries(continuer.nodes).map(([id, { block, params }]) => [id, [block, params]]),
    ),
    kept: ['padding-mask'],
    both: ['combine-masks'],
  },
  [
    ...continuer.edges
      .filter(({ targetPort }) => targetPort !== 'mask')
      .map((e) => `${e.source}.${e.sourcePort} > ${e.target}.${e.targetPort}`),
    'written.tokens > kept.tokens',
    'mask.mask > both.a',
    'kept.mask > both.b',
    'both.mask > look.mask',
  ],
);

describe.each(['cpu', 'wasm'] as const)('on %s', (backend) => {
  let runtime: TestRuntime;
  beforeAll(async () => {
    runtime = await startBackend(backend);
  });

  interface Pair {
    readonly cached: Writer;
    readonly whole: Writer;
    readonly options: WriterOptions;
    /** Doubles a weight, as a step of training would change it. */
    double(name: string): void;
    dispose(): void;
  }

  const pairOf = (document: GraphDocument, batch = 1, more: Partial<WriterOptions> = {}): Pair => {
    const { tf } = runtime;
    const taps = ['look.weights', 'decoder/0/cross-attention.weights'];
    const compiled = compile(document, { purpose: 'predict', batch, taps });
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.diagnostics));
    const { plan } = compiled.value;
    const { program } = plan;
    const executor = createExecutor(tf, plan);
    const weights = startingWeights(program);
    const tensors = new Map<number, tfjs.Tensor>();
    for (const leaf of program.leaves) {
      const type = program.types[leaf.value];
      if (leaf.kind === 'weight') tensors.set(leaf.value, toTensor(tf, weights[leaf.name], type));
      if (leaf.kind !== 'input' || leaf.spec.role !== 'tokens') continue;
      const ids = Int32Array.from({ length: batch * type.shape[1] }, (_, i) => 3 + ((i * 7) % 10));
      tensors.set(leaf.value, toTensor(tf, ids, type));
    }
    const bind: Bind = (leaf) => tensors.get(leaf.value) as tfjs.Tensor;
    const generated = inputLeaves(program).find(({ spec }) => spec.role === 'generated-tokens');
    const output = program.outputs.find(({ kind }) => kind === 'tokens');
    if (!generated || !output) throw new Error('It does not write.');
    const options = { tf, executor, bind, generated, output, ...more };
    const cached = createWriter(options);
    const whole = createWriter({ ...options, cache: false });
    return {
      cached,
      whole,
      options,
      double(name) {
        const leaf = program.leaves.find((one) => one.kind === 'weight' && one.name === name);
        const id = leaf?.value ?? -1;
        const before = tensors.get(id) as tfjs.Tensor;
        tensors.set(id, tf.mul(before, 2));
        before.dispose();
      },
      dispose() {
        cached.dispose();
        whole.dispose();
        executor.dispose();
        tf.dispose([...tensors.values()]);
      },
    };
  };

  const worst = (a: Float32Array, b: Float32Array) => {
    expect(a.length).toBe(b.length);
    const scale = b.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-3);
    return a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]) / scale), 0);
  };

  const withPair = async (
    document: GraphDocument,
    batch: number,
    work: (pair: Pair) => Promise<void>,
    more?: Partial<WriterOptions>,
  ) => {
    const before = runtime.tf.memory().numTensors;
    const pair = pairOf(document, batch, more);
    try {
      await work(pair);
    } finally {
      pair.dispose();
    }
    expect(runtime.tf.memory().numTensors).toBe(before);
  };

  it.each([
    ['a model that goes on with a text', continuer],
    ['a model that translates', translator],
  ])('%s: every place, and where it looks', async (_, document) => {
    await withPair(
      document,
      1,
      async ({ cached, whole }) => {
        const random = createRandom(2);
        let [a, b] = [await cached.begin([1, 4, 5]), await whole.begin([1, 4, 5])];
        for (let place = 3; ; place++) {
          expect(worst(a.logits, b.logits)).toBeLessThan(1e-5);
          const [[name, row], ...rest] = Object.entries(a.attention);
          expect(rest).toEqual([]);
          expect(row).toMatchObject({ heads: 2 });
          expect(worst(row.data, b.attention[name].data)).toBeLessThan(1e-5);
          if (place >= cached.places) break;
          const token = [3 + random.int(9)];
          [a, b] = [await cached.next(token), await whole.next(token)];
        }
        expect(cached.uncachedBecause).toBeNull();
        expect(whole.uncachedBecause).toBe('The cache is off.');
        expect(cached.text).toEqual(whole.text);
      },
      { looks: true },
    );
  });

  it('texts that change places, as beams do', async () => {
    await withPair(translator, 3, async ({ cached, whole }) => {
      const random = createRandom(4);
      await cached.begin([1]);
      await whole.begin([1]);
      for (let place = 1; place < 7; place++) {
        const parents = Array.from({ length: 3 }, () => random.int(3));
        const tokens = Array.from({ length: 3 }, () => 3 + random.int(9));
        for (const writer of [cached, whole]) writer.reorder(parents);
        const [a, b] = [await cached.next(tokens), await whole.next(tokens)];
        expect(worst(a.logits, b.logits)).toBeLessThan(1e-5);
      }
      expect(cached.uncachedBecause).toBeNull();
      expect(cached.text).toEqual(whole.text);
    });
  });

  it('weights that change under way', async () => {
    let version = 0;
    await withPair(
      continuer,
      1,
      async ({ cached, whole, options, double }) => {
        const stale = createWriter({ ...options, version: undefined });
        for (const writer of [cached, whole, stale]) await writer.begin([1, 3]);
        double('look/key/kernel');
        version++;
        const [a, b, c] = [await cached.next([7]), await whole.next([7]), await stale.next([7])];
        stale.dispose();
        expect(worst(a.logits, b.logits)).toBeLessThan(1e-5);
        expect(worst(c.logits, b.logits)).toBeGreaterThan(1e-3);
      },
      { version: () => version },
    );
  });

  it('a mask of what was written, and a text that it hides altogether', async () => {
    await withPair(careful, 1, async ({ cached, whole }) => {
      for (const prompt of [
        [4, 0, 5],
        [0, 0],
      ]) {
        await cached.begin(prompt);
        await whole.begin(prompt);
        for (const token of [6, 0, 7]) {
          const [a, b] = [await cached.next([token]), await whole.next([token])];
          expect(worst(a.logits, b.logits)).toBeLessThan(1e-5);
        }
        expect(cached.uncachedBecause).toBeNull();
      }
      await cached.begin([0, 0]);
      await whole.begin([0, 0]);
      const [a, b] = [await cached.next([0]), await whole.next([0])];
      expect(worst(a.logits, b.logits)).toBeLessThan(1e-5);
      expect(cached.uncachedBecause).toContain('hides all');
    });
  });

  it('greedy texts of a batch, row by row', async () => {
    await withPair(translator, 4, async ({ options }) => {
      const shouldStop = () => false;
      const cached = await greedyDecode({ ...options, shouldStop });
      const whole = await greedyDecode({ ...options, cache: false, shouldStop });
      expect(cached).toEqual(whole);
      expect(cached.tokens.some((id) => id > END)).toBe(true);
    });
  });

  it('a text that outgrows its places goes on with its last half', async () => {
    await withPair(continuer, 1, async ({ cached, whole }) => {
      const texts = [];
      for (const writer of [cached, whole]) {
        const choose = createChooser({ ...GREEDY, method: 'sample', seed: 3 });
        const read: number[] = [];
        const written = await writeTokens({
          writer,
          prompt: [3, 4],
          // No end: the text is to outgrow its places.
          choose: (logits) => ({ ...choose(logits.with(END, Number.NEGATIVE_INFINITY)) }),
          maxTokens: 20,
          slides: true,
          pause: async () => null,
          onToken: (_, place) => read.push(place),
        });
        texts.push({ ids: written.rows[0].map(({ id }) => id), read });
      }
      expect(texts[0]).toEqual(texts[1]);
      expect(texts[0].ids).toHaveLength(20);
      // 8 places: after the last, half of them are the new beginning.
      expect(texts[0].read).toEqual([1, 2, 3, 4, 5, 6, 7, 3, 4, 5, 6, 7, 3, 4, 5, 6, 7, 3, 4, 5]);
    });
  });

  it('ids that stand for nothing are not written, by chance or by beam', async () => {
    const allowed = [4, 6];
    const never = Array.from({ length: 64 }, (_, id) => id).filter((id) => !allowed.includes(id));
    const common = { prompt: [3], maxTokens: 6, pause: async () => null };
    await withPair(
      continuer,
      2,
      async ({ cached }) => {
        const choose = createChooser({ ...GREEDY, method: 'sample', temperature: 2, seed: 1 });
        const { rows, finite } = await writeTokens({
          ...common,
          writer: cached,
          choose,
          slides: false,
        });
        expect(finite).toBe(true);
        expect(new Set(rows.flat().map(({ id }) => id))).toEqual(new Set(allowed));
        const beams = await writeBeams({ ...common, writer: cached, lengthPenalty: 0 });
        const ids = beams.hypotheses[0].tokens.map(({ id }) => id);
        expect(ids).toHaveLength(6);
        expect(ids.every((id) => allowed.includes(id))).toBe(true);
      },
      { never },
    );
  });

  it('one beam is the greedy text, and more beams are no worse', async () => {
    const common = { prompt: [1], lengthPenalty: 0, maxTokens: 6, pause: async () => null };
    let greedy: number[] = [];
    let single = Number.NaN;
    await withPair(translator, 1, async ({ cached, whole }) => {
      const { rows } = await writeTokens({
        ...common,
        writer: whole,
        choose: likeliest,
        slides: false,
      });
      greedy = rows[0].map(({ id }) => id);
      const { hypotheses } = await writeBeams({ ...common, writer: cached });
      expect(hypotheses[0].tokens.map(({ id }) => id)).toEqual(greedy);
      single = hypotheses[0].score;
    });
    await withPair(translator, 4, async ({ cached, whole }) => {
      const found = await writeBeams({ ...common, writer: cached });
      const wanted = await writeBeams({ ...common, writer: whole });
      const show = ({ hypotheses }: typeof found) =>
        hypotheses.map(({ tokens }) => tokens.map(({ id }) => id));
      expect(show(found)).toEqual(show(wanted));
      expect(found.hypotheses).toHaveLength(4);
      expect(found.hypotheses[0].score).toBeGreaterThanOrEqual(single);
    });
  });
});
