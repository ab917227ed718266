/** The text that a request asks for: where it begins, how it goes on, when it ends. */

import type { InputLeaf } from '../../compiler/inputNeeds';
import { END } from '../../datasets/tokenizers';
import { type Diagnostic, failure, type Result, success } from '../../graph/diagnostics';
import type { Decoding } from '../../protocol';
import type { SessionContext } from '../context';
import { longestRun } from '../heartbeat';
import type { Model } from '../models';
import type { Prepared } from '../predict';
import { yieldToEvents } from '../yieldToEvents';
import { checkDecoding, GREEDY } from './checkDecoding';
import { preparePrompt } from './prompt';
import {
  generatedOf,
  type TextRequest,
  type WrittenText,
  writeText,
  writtenOutput,
} from './writeText';
import type { Interruption } from './writeTokens';

export interface WritingOptions {
  /** Null: the likeliest tokens, as many as there is room for. */
  readonly decoding: Decoding | null;
  readonly shouldStop: () => boolean;
  /** A text that takes longer ends early. */
  readonly mostMs: number;
  readonly onPrompt?: (ids: readonly number[]) => void;
  readonly onToken?: TextRequest['onToken'];
}

export async function writeRequested(
  context: SessionContext,
  prepared: Prepared,
  { decoding: asked, shouldStop, mostMs, onPrompt, onToken }: WritingOptions,
): Promise<Result<WrittenText>> {
  const { model, values: inputs } = prepared;
  const generated = generatedOf(model) as InputLeaf;
  const invalid = asked && checkDecoding(asked);
  if (invalid) return failure(invalid);
  const begun = await preparePrompt(context, prepared, generated);
  if (!begun.ok) return begun;
  const prompt = begun.value;
  const places = model.executor.plan.program.types[generated.value].shape[1];
  const decoding = asked ?? { ...GREEDY, maxTokens: places - prompt.length + 1 };
  const rows = modelFor(context, prepared, decoding);
  if (!rows.ok) return rows;
  onPrompt?.(prompt);
  const end = context.now() + mostMs;
  const pause = async (): Promise<Interruption | null> => {
    await yieldToEvents();
    if (shouldStop()) return 'stopped';
    return context.now() > end ? 'time' : null;
  };
  const tokenizer = prepared.tokenizerOf({ tokenizer: writtenOutput(model)?.labels });
  const asking = { context, model: rows.value, inputs, prompt, tokenizer, decoding };
  const written = await writeText({ ...asking, pause, onToken });
  if (written.tokens.length === 0 && written.interrupted) return failure(stopped());
  return success(written, [...begun.diagnostics, ...cutShort(written)]);
}

/** With a row in the batch for each text that is followed. */
function modelFor(
  { models, heartbeat, backend }: SessionContext,
  { model, request: { document } }: Prepared,
  { method, beams }: Decoding,
): Result<Model> {
  if (method !== 'beam' || beams === 1) return success(model);
  const wide = models.get(document, { purpose: 'predict', batch: beams });
  if (wide.ok) heartbeat.allow(longestRun(backend.report.backend, wide.value.flops));
  return wide;
}

function stopped(): Diagnostic {
  return {
    code: 'run/stopped',
    severity: 'info',
    message: 'Stopped before the first token.',
    at: {},
  };
}

function cutShort({ tokens, most, interrupted }: WrittenText): Diagnostic[] {
  if (!interrupted || tokens.at(-1)?.id === END) return [];
  const written = `${tokens.length} of ${most} tokens`;
  const message =
    interrupted === 'stopped'
      ? `Stopped after ${written}.`
      : `The model wrote ${written}; more would have taken long on this device.`;
  return [{ code: 'run/stopped', severity: 'info', message, at: {} }];
}
