/**
 * Reads a text token by token and tells what may come next: with the key/value cache where the program
 * has a step for one place, else with the whole program each time. Both give the same.
 */
import type * as tfjs from '@tensorflow/tfjs-core';
import {
  type Bind,
  type Execution,
  type Executor,
  tensorsOf,
  toTensor,
} from '../../compiler/execute';
import { attentionTaps, LOOKS } from '../../compiler/incremental/toIncremental';
import type { InputLeaf } from '../../compiler/inputNeeds';
import { PAD } from '../../datasets/tokenizers';
import type { ProgramOutput } from '../../ops/program';
import { type Cache, openCache } from './cache';
import { type Reading, readPlace } from './readPlace';
import { splitProgram } from './splitProgram';

export interface WriterOptions {
  readonly tf: typeof tfjs;
  /** Of the whole program. */
  readonly executor: Executor;
  /** Leaves other than the text. */
  readonly bind: Bind;
  /** The text, int32 [B, places]. */
  readonly generated: InputLeaf;
  /** Logits [B, places, V]. */
  readonly output: ProgramOutput;
  /** Whether the taps that are rows of attention are read, too. */
  readonly looks?: boolean;
  /** Changes when the weights do: what was kept of earlier places is of no use then. */
  readonly version?: () => unknown;
  /** Ids that no place is given to: see `neverWritten`. */
  readonly never?: readonly number[];
  /** False runs the whole program for each token. */
  readonly cache?: boolean;
}

export interface Writer {
  readonly batch: number;
  readonly places: number;
  readonly vocabulary: number;
  /** What was read, [B, places], padding after it. */
  readonly text: Int32Array;
  /** Why each token takes the whole program; null where it takes a step. */
  readonly uncachedBecause: string | null;
  /** Reads a text of 1 to `places` tokens, the same in every row. */
  begin(prompt: ArrayLike<number>): Promise<Reading>;
  /** Reads one token more in every row [B]. */
  next(tokens: ArrayLike<number>): Promise<Reading>;
  /** Row i goes on from what row `parents[i]` read. */
  reorder(parents: readonly number[]): void;
  dispose(): void;
}

/** A logit whose probability is 0, and which is a number: others tell of a model that fails. */
const UNLIKELY = -1e30;

export function createWriter(options: WriterOptions): Writer {
  const { tf, executor, bind, generated, output, looks = false, version = () => 0 } = options;
  const { never = [] } = options;
  const { program } = executor.plan;
  const type = program.types[generated.value];
  const [batch, places] = type.shape;
  const taps = looks ? attentionTaps(program, generated) : [];
  const context = { step: 0, seed: 0 };
  const split = options.cache === false ? null : splitProgram(executor.plan, generated, output);
  const cached = split && !('reason' in split.parts) ? openCache(tf, split.parts) : null;
  let reason: string | null = null;
  if (!split) reason = 'The cache is off.';
  else if ('reason' in split.parts) reason = split.parts.reason;

  let text = new Int32Array(batch * places).fill(PAD);
  let length = 0;
  let keptFor: unknown;

  const giveUp = (why: string) => {
    reason = why;
    cached?.forget();
  };

  const bindText =
    (tokens: tfjs.Tensor): Bind =>
    (leaf) =>
      leaf.value === generated.value ? tokens : bind(leaf);

  const withText = (run: (tokens: tfjs.Tensor) => Execution): Execution => {
    const tokens = toTensor(tf, text, type);
    try {
      return run(tokens);
    } finally {
      tokens.dispose();
    }
  };

  /** Everything that was read, with the whole program. */
  const readAll = async (): Promise<Reading> => {
    const opens = reason === null ? cached : null;
    keptFor = version();
    const execution = withText((tokens) =>
      (opens?.prologue ?? executor).run(bindText(tokens), context),
    );
    let isKept = false;
    try {
      const reading = await readPlace(tf, execution, output, length - 1, taps);
      if (opens && split && (await split.isSound(tf, execution))) {
        opens.keep(execution);
        isKept = true;
      } else if (opens) giveUp('A mask lets a place of the text look at later ones.');
      return reading;
    } finally {
      if (!isKept) tf.dispose(tensorsOf(execution));
    }
  };

  /** The last token, with a step; null where the step must not be used. */
  const readOne = async ({ parts, step, kept, grow }: Cache): Promise<Reading | null> => {
    const place = length - 1;
    const column = Int32Array.from({ length: batch }, (_, row) => text[row * places + place]);
    const token = toTensor(tf, column, { shape: [batch, 1], dtype: 'int32' });
    let execution: Execution;
    try {
      execution = withText((tokens) =>
        step.run((leaf) => {
          if (leaf.kind === 'carried') return kept(leaf.name);
          if (leaf.value === parts.place) return place;
          return leaf.value === parts.token ? token : bindText(tokens)(leaf);
        }, context),
      );
    } finally {
      token.dispose();
    }
    grow(execution.updates);
    const rest = { ...execution, updates: new Map() };
    try {
      const seen = await execution.taps[LOOKS]?.data();
      return seen?.[0] === 0 ? null : await readPlace(tf, rest, output, 0, taps);
    } finally {
      tf.dispose(tensorsOf(rest));
    }
  };

  const readNext = async (): Promise<Reading> => {
    if (!cached || reason !== null || keptFor !== version()) return readAll();
    const reading = await readOne(cached);
    if (reading) return reading;
    giveUp('A mask hides all that was written from a place of the text.');
    return readAll();
  };

  const vocabulary = program.types[output.value].shape[2];
  const without = async (read: Promise<Reading>): Promise<Reading> => {
    const reading = await read;
    if (never.length === 0) return reading;
    const logits = Float32Array.from(reading.logits);
    for (let row = 0; row < batch; row++) {
      for (const id of never) if (id < vocabulary) logits[row * vocabulary + id] = UNLIKELY;
    }
    return { ...reading, logits };
  };

  return {
    batch,
    places,
    vocabulary,
    get text() {
      return text;
    },
    get uncachedBecause() {
      return reason;
    },
    begin(prompt) {
      text.fill(PAD);
      length = prompt.length;
      for (let row = 0; row < batch; row++) text.set(Int32Array.from(prompt), row * places);
      return without(readAll());
    },
    async next(tokens) {
      for (let row = 0; row < batch; row++) text[row * places + length] = tokens[row];
      length++;
      return without(readNext());
    },
    reorder(parents) {
      if (parents.every((parent, row) => parent === row)) return;
      const before = text;
      text = before.map((_, i) => before[parents[Math.floor(i / places)] * places + (i % places)]);
      if (cached && reason === null && !cached.reorder(parents)) {
        giveUp('The texts of several beams cannot be told apart in the cache.');
      }
    },
    dispose: () => cached?.dispose(),
  };
}
