/** Texts as the page asks for them: prompts, ways to choose, what is told on the way, and the end. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { preset as transformerTiny } from '../../../presets/transformer-tiny';
import type { GraphDocument } from '../../graph/document';
import type {
  Decoding,
  GenerateEvent,
  GenerateRequest,
  GenerateResult,
  RuntimeApi,
} from '../../protocol';
import { createSession } from '../createSession';
import { testDatasets } from '../testing/datasets';
import { classifier, continuer, documentOf, writer } from '../testing/documents';
import { smaller } from '../testing/presets';
import { experiment, nodeEnvironment, quietHeartbeat, startSession } from '../testing/startSession';
import { GREEDY } from './checkDecoding';

let session: RuntimeApi;
beforeAll(async () => {
  session = await startSession('wasm');
});
afterAll(() => session.dispose());

const translator = smaller(transformerTiny.document);
const digits = { source: { kind: 'text', text: '31415' } } as const;

/** So many different tokens that the end hardly comes up by chance. */
const talkative: GraphDocument = {
  ...continuer,
  nodes: Object.fromEntries(
    Object.entries(continuer.nodes).map(([id, node]) => [
      id,
      {
        ...node,
        params: {
          ...node.params,
          ...('vocabulary' in node.params && { vocabulary: 2000 }),
          ...('units' in node.params && { units: 2000 }),
        },
      },
    ]),
  ),
};

type Token = Extract<GenerateEvent, { kind: 'token' }>;

interface Text {
  readonly result: GenerateResult;
  readonly notes: readonly string[];
  readonly messages: readonly (readonly GenerateEvent[])[];
  readonly prompt: readonly number[];
  readonly tokens: readonly Token[];
}

async function textOf(
  document: GraphDocument,
  decoding: Partial<Decoding> = {},
  request: Partial<GenerateRequest> = {},
  onEvents: (events: readonly GenerateEvent[]) => void = () => {},
): Promise<Text> {
  const messages: (readonly GenerateEvent[])[] = [];
  const asked = { document, inputs: {}, taps: [], ...request };
  const result = await session.generate(
    { ...asked, decoding: { ...GREEDY, maxTokens: 5, ...decoding } },
    (events) => {
      messages.push(events);
      onEvents(events);
    },
  );
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
  const events = messages.flat();
  const first = events[0];
  return {
    result: result.value,
    notes: result.diagnostics.map(({ message }) => message),
    messages,
    prompt: first?.kind === 'prompt' ? first.tokens.map(({ id }) => id) : [],
    tokens: events.filter((event): event is Token => event.kind === 'token'),
  };
}

const writtenBy = ({ result: { outputs } }: Pick<Text, 'result'>) => {
  const [output] = outputs;
  if (output?.kind !== 'tokens') throw new Error('no text');
  return output;
};

describe('a text', () => {
  it('goes on with its prompt, and every token is told', async () => {
    const inputs = { written: { kind: 'text', text: '27' } } as const;
    const text = await textOf(continuer, {}, { inputs, taps: ['look.weights'] });
    const { result, tokens, prompt } = text;
    expect(prompt).toEqual([1, 5, 10]);
    const written = writtenBy(text);
    expect(
      tokens.map(({ id, text: shown, probability }) => ({ id, text: shown, probability })),
    ).toEqual(written.tokens);
    expect(tokens.map(({ place }) => place)).toEqual(tokens.map((_, i) => 2 + i));
    for (const { top, id, probability, attention, place } of tokens) {
      expect(top).toHaveLength(5);
      expect(top[0]).toMatchObject({ id, probability: expect.closeTo(probability, 6) });
      const { heads, places, data } = attention['look.weights'];
      expect([heads, places]).toEqual([2, 8]);
      // Each head looks at what was written, and at nothing after it.
      for (const row of [data.slice(0, 8), data.slice(8)]) {
        expect(row.slice(0, place + 1).reduce((a, b) => a + b)).toBeCloseTo(1, 5);
        expect([...row.slice(place + 1)]).toEqual(Array(7 - place).fill(0));
      }
    }
    // What was looked at is the whole text, as after any run.
    expect(result.taps['look.weights'].shape).toEqual([1, 2, 8, 8]);
    const row = result.taps['look.weights'].data.slice(8 * 3, 8 * 4);
    expect([...row]).toEqual([...tokens[1].attention['look.weights'].data.slice(0, 8)]);
    expect(result).toMatchObject({ cached: true, uncachedBecause: null, backend: 'wasm' });
    expect(result.tokensPerSecond).toBeGreaterThan(1);
    expect(result.seen.written).toMatchObject({ kind: 'tokens' });
  });

  it('is that of a run, where the likeliest is taken', async () => {
    const ran = await session.run({ document: translator, inputs: digits, taps: [] });
    if (!ran.ok) throw new Error('it did not run');
    const text = await textOf(translator, { maxTokens: 100 }, { inputs: digits });
    expect(writtenBy(text)).toEqual(ran.value.outputs[0]);
    expect(text.result.seen).toEqual(ran.value.seen);
    expect(text.result.cached).toBe(true);
  });

  it('fills its places in a run, and no more', async () => {
    const inputs = { written: { kind: 'text', text: '123' } } as const;
    const ran = await session.run({ document: continuer, inputs, taps: [] });
    if (!ran.ok) throw new Error('it did not run');
    expect(writtenBy({ result: ran.value as GenerateResult }).tokens.length).toBeLessThanOrEqual(5);
  });

  it('is drawn by chance, the same for the same seed', async () => {
    const draw = async (seed: number) => {
      const decoding = { method: 'sample', seed, temperature: 1.5, maxTokens: 30 } as const;
      return writtenBy(await textOf(continuer, decoding)).tokens.map(({ id }) => id);
    };
    const first = await draw(1);
    expect(await draw(1)).toEqual(first);
    expect(await draw(2)).not.toEqual(first);
  });

  it('outgrows its places', async () => {
    const decoding = { method: 'sample', temperature: 3, maxTokens: 40 } as const;
    const text = await textOf(talkative, decoding);
    expect(writtenBy(text).tokens).toHaveLength(40);
    expect(text.notes).toEqual([]);
    // From the start token to the last of 8 places, then from the last of the first half on.
    const places = text.tokens.map(({ place }) => place);
    expect(places.slice(0, 14)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 3, 4, 5, 6, 7, 3]);
    const [read] = Object.values(text.result.seen);
    expect(read).toMatchObject({ kind: 'tokens' });
  });

  it('is the best of several', async () => {
    const request = { inputs: digits, taps: ['decoder/0/cross-attention.weights'] };
    const one = await textOf(translator, { method: 'beam', beams: 1, maxTokens: 9 }, request);
    const greedy = await textOf(translator, { maxTokens: 9 }, request);
    expect(writtenBy(one).text).toBe(writtenBy(greedy).text);

    const decoding = { method: 'beam', beams: 4, lengthPenalty: 0.6, maxTokens: 9 } as const;
    const four = await textOf(translator, decoding, request);
    const beams = four.result.beams ?? [];
    expect(beams).toHaveLength(4);
    expect(beams.map(({ score }) => score)).toEqual(
      beams.map(({ score }) => score).sort((a, b) => b - a),
    );
    expect(beams[0].text).toBe(writtenBy(four).text);
    expect(four.tokens.map(({ id }) => id)).toEqual(writtenBy(four).tokens.map(({ id }) => id));
    expect(four.result.cached).toBe(true);
    expect(four.result.taps['decoder/0/cross-attention.weights'].shape[0]).toBe(1);
  });

  it('says why it takes long', async () => {
    const recurrent = documentOf(
      {
        written: ['tokens-input', { tokens: 6, vocabulary: 13, feed: 'generated' }],
        embed: ['token-embedding', { vocabulary: 13, d_model: 8 }],
        memory: ['gru', { units: 8 }],
        logits: ['linear', { units: 13 }],
        out: ['token-output'],
      },
      [
        'written.tokens > embed.tokens',
        'embed.y > memory.x',
        'memory.y > logits.x',
        'logits.y > out.logits',
      ],
    );
    const { result, tokens } = await textOf(recurrent);
    expect(tokens.length).toBeGreaterThan(0);
    expect(result.cached).toBe(false);
    expect(result.uncachedBecause).toBe(
      '"memory" (gru) mixes places of the text in a way of its own.',
    );
  });

  it('begins with an example of the data', async () => {
    const document = { ...writer, experiment: { ...experiment, dataset: 'copies' } };
    const inputs = {
      source: { kind: 'sample', index: 1 },
      written: { kind: 'sample', index: 1 },
    } as const;
    const { prompt, result } = await textOf(document, {}, { inputs });
    // The first token that is asked for comes right after the start.
    expect(prompt).toEqual([1]);
    expect(result.expected).toBe('10');
  });

  it('holds no memory afterwards', async () => {
    await textOf(translator, { method: 'beam', beams: 3 }, { inputs: digits });
    await textOf(continuer);
    const before = await session.memory();
    await textOf(translator, { method: 'beam', beams: 3 }, { inputs: digits });
    await textOf(continuer);
    expect(await session.memory()).toEqual(before);
  });
});

describe('ends', () => {
  const endless = { method: 'sample', temperature: 100, maxTokens: 4096 } as const;

  it('within a quarter of a second when it is stopped, with what was written', async () => {
    let stoppedAt = 0;
    let isPlanned = false;
    const text = await textOf(talkative, { ...endless, seed: 11 }, {}, () => {
      if (isPlanned) return;
      isPlanned = true;
      setTimeout(() => {
        stoppedAt = performance.now();
        void session.stop();
      }, 100);
    });
    expect(performance.now() - stoppedAt).toBeLessThan(250);
    expect(stoppedAt).toBeGreaterThan(0);
    const { length } = writtenBy(text).tokens;
    expect(length).toBeGreaterThan(0);
    expect(text.notes).toEqual([`Stopped after ${length} of 4096 tokens.`]);
  });

  it('after twenty seconds on a slow machine', async () => {
    // Each look at the clock is a second later.
    let seconds = 0;
    const slow = createSession({
      environment: nodeEnvironment,
      loadDataset: testDatasets,
      heartbeat: quietHeartbeat,
      now: () => 1000 * seconds++,
    });
    await slow.start({ prefer: 'wasm' });
    const decoding = { ...GREEDY, ...endless, seed: 11 };
    const result = await slow.generate(
      { document: talkative, inputs: {}, taps: [], decoding },
      () => {},
    );
    await slow.dispose();
    if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
    const { length } = writtenBy({ result: result.value }).tokens;
    expect(length).toBeGreaterThan(2);
    expect(length).toBeLessThan(20);
    expect(result.diagnostics.map(({ message }) => message)).toEqual([
      `The model wrote ${length} of 4096 tokens; more would have taken long on this device.`,
    ]);
  });

  it('in few messages', async () => {
    const from = performance.now();
    const { messages, tokens } = await textOf(talkative, { ...endless, maxTokens: 200, seed: 11 });
    const seconds = (performance.now() - from) / 1000;
    expect(tokens).toHaveLength(200);
    expect(messages.length).toBeLessThanOrEqual(3 + 20 * seconds);
  });

  it('before the first token where it is stopped by then', async () => {
    const decoding = { ...GREEDY, maxTokens: 5 };
    const request = { document: continuer, inputs: {}, taps: [], decoding };
    const asked = session.generate(request, () => {});
    await session.stop();
    expect(await asked).toMatchObject({
      ok: false,
      diagnostics: [{ code: 'run/stopped', message: 'Stopped before the first token.' }],
    });
  });
});

describe('is refused', () => {
  const refusal = async (
    document: GraphDocument,
    decoding: Partial<Decoding>,
    inputs: GenerateRequest['inputs'] = {},
  ) => {
    const asked = {
      document,
      inputs,
      taps: [],
      decoding: { ...GREEDY, maxTokens: 5, ...decoding },
    };
    const result = await session.generate(asked, () => {});
    return result.ok ? 'none' : result.diagnostics[0].message;
  };

  it('for a graph that does not write', async () => {
    const document = { ...classifier, experiment };
    const inputs = { image: { kind: 'sample', index: 0 } } as const;
    expect(await refusal(document, {}, inputs)).toContain('This graph does not write');
  });

  it.each<[string, Partial<Decoding>]>([
    ['The temperature must be from 0 to 100.', { temperature: -1 }],
    ['The temperature must be from 0 to 100.', { temperature: Number.NaN }],
    ['Top-k must be a whole number from 1.', { topK: 0 }],
    ['Top-p must be above 0, and 1 at most.', { topP: 0 }],
    ['Top-p must be above 0, and 1 at most.', { topP: 1.1 }],
    ['The beams must be a whole number from 1 to 16.', { beams: 17 }],
    ['The length penalty must be from 0 to 10.', { lengthPenalty: Number.POSITIVE_INFINITY }],
    ['The tokens to write must be a whole number from 1 to 4096.', { maxTokens: 0 }],
    ['The seed must be a number.', { seed: Number.NaN }],
    ['There is no way to choose tokens called "best".', { method: 'best' as 'beam' }],
  ])('%s', async (message, decoding) => {
    expect(await refusal(continuer, decoding)).toBe(message);
  });

  it('for a prompt that is no text', async () => {
    const inputs = { written: { kind: 'tensor', data: new Float32Array(8), shape: [8] } } as const;
    expect(await refusal(continuer, {}, inputs)).toBe('This input takes a text.');
    const sample = { written: { kind: 'sample', index: 9 } } as const;
    const document = { ...continuer, experiment: { ...experiment, dataset: 'copies' } };
    expect(await refusal(document, {}, sample)).toBe('Copies has no example 9 for this input.');
  });
});
