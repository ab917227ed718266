/** How the next token is chosen: the settings of this user, their ranges and words. */
import type { Decoding } from '../../../../runtime/index';
import type { Writing } from './findWriting';

export type Method = Decoding['method'];

/** One for texts that have a right answer, one for texts that only go on. */
export interface WriteSettings {
  readonly answering: Decoding;
  readonly continuing: Decoding;
  /** A sample text at each check of a training. */
  readonly samples: boolean;
}

export const usualSettings: WriteSettings = {
  answering: {
    method: 'greedy',
    temperature: 0.8,
    topK: null,
    topP: null,
    beams: 4,
    lengthPenalty: 0.6,
    seed: 1,
    maxTokens: 200,
  },
  continuing: {
    method: 'sample',
    temperature: 0.8,
    topK: null,
    topP: null,
    beams: 4,
    lengthPenalty: 0.6,
    seed: 1,
    maxTokens: 200,
  },
  samples: false,
};

export type NumberKey = Exclude<keyof Decoding, 'method'>;

export interface DecodingField {
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
  /** An empty field turns it off. */
  readonly optional?: boolean;
  /** One line of plain words. */
  readonly doc: string;
}

export const fields: Readonly<Record<NumberKey, DecodingField>> = {
  temperature: {
    label: 'Temperature',
    min: 0,
    max: 2,
    whole: false,
    doc: 'Low: nearly always the likeliest token. High: more surprises. 1 leaves the probabilities as they are.',
  },
  topK: {
    label: 'Top-k',
    min: 1,
    max: 100_000,
    whole: true,
    optional: true,
    doc: 'Draws from so many of the likeliest tokens only. Empty: from all.',
  },
  topP: {
    label: 'Top-p',
    min: 0.01,
    max: 1,
    whole: false,
    optional: true,
    doc: 'Draws from the likeliest tokens that have this probability together. Empty: from all.',
  },
  beams: {
    label: 'Beams',
    min: 1,
    max: 16,
    whole: true,
    doc: 'Texts that are followed side by side; the likeliest as a whole is kept.',
  },
  lengthPenalty: {
    label: 'Length penalty',
    min: 0,
    max: 10,
    whole: false,
    doc: 'Makes up for long texts being less likely. 0: none.',
  },
  seed: {
    label: 'Seed',
    min: 0,
    max: 2 ** 31 - 1,
    whole: true,
    doc: 'The same seed gives the same text.',
  },
  maxTokens: {
    label: 'Tokens, at most',
    min: 1,
    max: 1000,
    whole: true,
    doc: 'The text ends there, or earlier where the model ends it.',
  },
};

/** The fields that matter to a method, in order. */
export const fieldsOf: Readonly<Record<Method, readonly NumberKey[]>> = {
  greedy: ['maxTokens'],
  sample: ['temperature', 'topK', 'topP', 'maxTokens', 'seed'],
  beam: ['beams', 'lengthPenalty', 'maxTokens'],
};

export const methodTitles: Readonly<Record<Method, string>> = {
  greedy: 'Likeliest',
  sample: 'By chance',
  beam: 'Beams',
};

export const methodDocs: Readonly<Record<Method, string>> = {
  greedy: 'Always the likeliest token (greedy).',
  sample: 'Each token is drawn by its probability (sampling).',
  beam: 'Follows several texts and keeps the likeliest (beam search).',
};

/**
 * The number that was typed; null for an empty field that may be empty, undefined for what is no
 * number within the range of the field.
 */
export function parseSetting(field: DecodingField, text: string): number | null | undefined {
  const trimmed = text.trim().replaceAll(',', '');
  if (trimmed === '') return field.optional ? null : undefined;
  const value = Number(trimmed);
  return isValid(field, value) ? value : undefined;
}

function isValid({ min, max, whole }: DecodingField, value: unknown): value is number {
  return (
    typeof value === 'number' && value >= min && value <= max && (!whole || Number.isInteger(value))
  );
}

/** For a sample in a training: no more than a few lines, and without beams, which take their time. */
export function briefly(decoding: Decoding): Decoding {
  const method = decoding.method === 'beam' ? 'greedy' : decoding.method;
  return { ...decoding, method, maxTokens: Math.min(80, decoding.maxTokens) };
}

const KEY = 'patchbay.writing';

export function decodingOf(settings: WriteSettings, writing: Pick<Writing, 'answers'>): Decoding {
  return settings[writing.answers ? 'answering' : 'continuing'];
}

/** As this browser remembers them; what is not valid is as usual. */
export function readSettings(): WriteSettings {
  try {
    return checkSettings(JSON.parse(localStorage.getItem(KEY) ?? 'null'));
  } catch {
    // Storage may be forbidden or hold something else.
    return usualSettings;
  }
}

export function writeSettings(settings: WriteSettings): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(settings));
  } catch {
    // Storage may be full or forbidden: the settings then last as long as the page.
  }
}

export function checkSettings(stored: unknown): WriteSettings {
  const { answering, continuing, samples } = asRecord(stored);
  return {
    answering: checkDecoding(answering, usualSettings.answering),
    continuing: checkDecoding(continuing, usualSettings.continuing),
    samples: samples === true,
  };
}

function checkDecoding(stored: unknown, usual: Decoding): Decoding {
  const { method, ...numbers } = asRecord(stored);
  const checked = Object.entries(fields).flatMap(([key, field]) => {
    const value = numbers[key];
    const valid = isValid(field, value) || (field.optional && value === null);
    return valid ? [[key, value]] : [];
  });
  const known = (Object.keys(fieldsOf) as Method[]).find((each) => each === method);
  return { ...usual, ...Object.fromEntries(checked), method: known ?? usual.method };
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
