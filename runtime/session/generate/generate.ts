/** Runs a graph that writes, token by token and told as it goes. */
import { type Diagnostic, failure, type Result, success } from '../../graph/diagnostics';
import type {
  GenerateEvent,
  GenerateRequest,
  GenerateResult,
  RunRequest,
  RunResult,
  ShownToken,
} from '../../protocol';
import type { SessionContext } from '../context';
import { type Prepared, predict } from '../predict';
import { textOf } from '../prepareInput';
import type { TokenizerLookup } from '../tokenizerLookup';
import { inTurn } from '../turnstile';
import { createEventQueue } from './eventQueue';
import { type WritingOptions, writeRequested } from './writeRequested';
import { generatedOf, writtenOutput } from './writeText';

export interface RunOptions {
  /** True while a training uses the weights. */
  readonly training: boolean;
  readonly shouldStop: () => boolean;
}

/** Any graph, once; one that writes takes the likeliest tokens. Throws what a backend throws. */
export async function run(
  context: SessionContext,
  request: RunRequest,
  { training, shouldStop }: RunOptions,
): Promise<Result<RunResult>> {
  const predicted = await predict(context, request, {
    training,
    write: (prepared) =>
      writing(context, training, (mostMs) =>
        writeRequested(context, prepared, { decoding: null, shouldStop, mostMs }),
      ),
  });
  return predicted.ok ? success(predicted.value.result, predicted.diagnostics) : predicted;
}

/** As `RuntimeApi.generate`. Throws what a backend throws. */
export async function generate(
  context: SessionContext,
  request: GenerateRequest,
  onEvents: (events: readonly GenerateEvent[]) => void,
  { training, shouldStop }: RunOptions,
): Promise<Result<GenerateResult>> {
  const { decoding } = request;
  const queue = createEventQueue(onEvents, context.now);
  try {
    const predicted = await predict(context, request, {
      training,
      write(prepared) {
        const tell = telling(prepared, queue.push);
        return writing(context, training, (mostMs) =>
          writeRequested(context, prepared, { decoding, shouldStop, mostMs, ...tell }),
        );
      },
    });
    if (!predicted.ok) return predicted;
    const { result, written, tokenizerOf } = predicted.value;
    if (!written) return failure(writesNothing());
    const { output, tokens, beams, milliseconds, uncachedBecause } = written;
    const tokenizer = tokenizerOf({ tokenizer: output.labels });
    return success(
      {
        ...result,
        ...(beams && {
          beams: beams.map(({ ids, score }) => ({
            text: textOf(Int32Array.from(ids), tokenizer),
            score,
          })),
        }),
        tokensPerSecond: (1000 * tokens.length) / Math.max(1, milliseconds),
        cached: uncachedBecause === null,
        uncachedBecause,
      },
      predicted.diagnostics,
    );
  } finally {
    await queue.flush();
  }
}

/** A text is written no longer than this; on a slow machine it ends early. */
const WRITING_MS = 20_000;
/** The same where a training waits for it. */
const BESIDE_TRAINING_MS = 3000;

/** Beside a training a text takes a turn: all of it is written by the weights of one step. */
function writing<T>(
  { turnstile }: SessionContext,
  training: boolean,
  write: (mostMs: number) => Promise<T>,
): Promise<T> {
  return training ? inTurn(turnstile, () => write(BESIDE_TRAINING_MS)) : write(WRITING_MS);
}

/** Turns what is written into events. */
function telling(
  { model, tokenizerOf }: Prepared,
  push: (event: GenerateEvent) => void,
): Pick<WritingOptions, 'onPrompt' | 'onToken'> {
  const show = (spec: Parameters<TokenizerLookup>[0]) => {
    const tokenizer = tokenizerOf(spec);
    return (id: number): ShownToken => ({ id, text: tokenizer?.decode(id) ?? String(id) });
  };
  const read = show(generatedOf(model)?.spec ?? {});
  const wrote = show({ tokenizer: writtenOutput(model)?.labels });
  return {
    onPrompt: (ids) => push({ kind: 'prompt', tokens: ids.map(read) }),
    onToken: ({ id, probability, top }, place, attention) =>
      push({
        kind: 'token',
        ...wrote(id),
        place,
        probability,
        top: top.map((one) => ({ ...wrote(one.id), probability: one.probability })),
        attention,
      }),
  };
}

function writesNothing(): Diagnostic {
  return {
    code: 'run/input',
    severity: 'error',
    message: 'This graph does not write: it has no tokens that come from what was written so far.',
    hint: 'Set a tokens block to "Written so far", and lead the logits to a token output.',
    at: {},
  };
}
