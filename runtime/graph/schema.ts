/** What each part of a written document may be (version 1), and how large. */
import * as z from 'zod/mini';
import { isId } from './ids';

// Compiled checks would need `eval`, which the page's security policy forbids.
z.config({ jitless: true });

export const MAX_TEXT = 8 * 1024 * 1024;
export const MAX_DEPTH = 32;
/** Of any kind in the whole text: 5,000 full blocks with 20,000 wires stay far below. */
export const MAX_VALUES = 500_000;
export const MAX_NODES = 5_000;
export const MAX_EDGES = 20_000;
/** Definitions; hyperparameters of a graph; parameters of a node; ports of a definition. */
export const MAX_ENTRIES = 256;
export const MAX_LABEL = 200;
export const MAX_EXPRESSION = 200;
export const MAX_DESCRIPTION = 4_000;
export const MAX_COORDINATE = 1_000_000;

// Control characters, and those that turn the direction of the text around them.
const UNWANTED = /(?!\n)[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

/** A text as a document may hold it: at most `max` characters, none of them invisible commands. */
export function cleanText(text: string, max: number): string {
  return text.slice(0, max).replace(UNWANTED, '');
}

const BLOCK_PATTERN = /^[A-Za-z][A-Za-z0-9._:@/-]{0,63}$/;

const id = z.string().check(z.refine(isId));
const finite = z.number();

/** Id of a block. Wider than our own ids: a block we do not know is kept. */
export const blockSchema = z
  .string()
  .check(z.refine((text) => BLOCK_PATTERN.test(text) && !(text in Object.prototype)));

export const expressionSchema = z.union([finite, z.string().check(z.maxLength(MAX_EXPRESSION))]);
export const paramSchema = z.union([expressionSchema, z.boolean()]);
export const positionSchema = z.tuple([finite, finite]);
export const tieSchema = id;
export const textSchema = z.string();
export const flagSchema = z.boolean();

/** `["n1.y", "n2.x"]`: what it comes from, where it leads. */
export const edgeSchema = z.tuple([
  z.string().check(z.maxLength(80)),
  z.string().check(z.maxLength(80)),
]);

export const nameSchema = z
  .string()
  .check(z.refine((text) => /^[A-Za-z][A-Za-z0-9_]{0,31}$/.test(text) && isId(text)));

export const hyperparameterSchema = z.object({
  name: nameSchema,
  value: expressionSchema,
  label: z.optional(z.string()),
  min: z.optional(finite),
  max: z.optional(finite),
});

export const portSchema = z.object({
  axes: z.string().check(z.maxLength(200)),
  dtype: z.optional(z.enum(['float32', 'int32', 'bool'])),
  label: z.optional(z.string().check(z.maxLength(MAX_LABEL))),
  doc: z.optional(z.string().check(z.maxLength(MAX_DESCRIPTION))),
  optional: z.optional(z.boolean()),
});

/** Name of a data pack: a folder of the site. */
export const packSchema = z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,31}$/));

const count = z.int().check(z.minimum(0), z.maximum(10_000_000));

/** What every experiment says. */
export const experimentSettings = {
  dataset: blockSchema,
  batchSize: z.int().check(z.minimum(1), z.maximum(65_536)),
  steps: count,
  optimizer: z.enum(['adam', 'adamw', 'sgd']),
  learningRate: z.number().check(z.gt(0), z.maximum(1_000)),
  warmupSteps: count,
  seed: z.int().check(z.minimum(0), z.maximum(2 ** 32 - 1)),
};

export const experimentSchema = z.object(experimentSettings);

const share = z.number().check(z.minimum(0), z.maximum(0.9999999));

/** What an experiment may also say; each is read by itself. */
export const experimentOptions = {
  schedule: z.enum(['constant', 'linear', 'cosine', 'inverse-sqrt']),
  momentum: share,
  nesterov: z.boolean(),
  weightDecay: z.number().check(z.minimum(0), z.maximum(100)),
  clipNorm: z.number().check(z.gt(0), z.maximum(1_000_000)),
  beta1: share,
  beta2: share,
  epsilon: z.number().check(z.gt(0), z.maximum(1)),
  epochs: z.number().check(z.gt(0), z.maximum(100_000)),
  seconds: z.number().check(z.gt(0), z.maximum(1_000_000)),
  keepBest: z.boolean(),
  flip: z.boolean(),
  crop: z.int().check(z.minimum(0), z.maximum(256)),
  erase: z.number().check(z.minimum(0), z.maximum(1)),
  mixup: z.number().check(z.minimum(0), z.maximum(100)),
  resizeImages: z.boolean(),
  convertChannels: z.boolean(),
};

/** The most trainings of one variant that are compared. */
export const MAX_SEEDS = 10;

export const comparisonSchema = z.object({
  seeds: z.int().check(z.minimum(1), z.maximum(MAX_SEEDS)),
});

/** The most results that a document keeps, and points of each of their curves. */
export const MAX_RESULTS = 120;
export const MAX_POINTS = 400;

const whole = z.int().check(z.minimum(0));
const positive = z.number().check(z.minimum(0));
const column = z.array(finite).check(z.maxLength(MAX_POINTS));

const metricSchema = z.object({
  kind: z.enum(['accuracy', 'sequences', 'tokens', 'bleu', 'bits', 'loss']),
  value: finite,
});

export const resultSchema = z.object({
  variant: z.string().check(z.maxLength(40)),
  fingerprint: z.string().check(z.maxLength(40)),
  seed: whole,
  backend: z.string().check(z.maxLength(20)),
  status: z.enum(['done', 'stopped', 'failed']),
  problem: z.optional(z.string().check(z.maxLength(MAX_DESCRIPTION))),
  steps: whole,
  seconds: positive,
  parameters: whole,
  stepFlops: positive,
  peakBytes: positive,
  loss: finite,
  test: z.optional(metricSchema),
  best: z.optional(z.extend(metricSchema, { step: whole })),
  curve: z.object({ step: column, loss: column, seconds: column }),
  validation: z.object({ step: column, loss: column, metric: column }),
  saved: positive,
});
