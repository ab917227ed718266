/** The signs that sequence tasks are written in, each with a fixed id; the ten digits come first. */
import { FIRST } from './tokenizer';

export const SYMBOLS = '0123456789+=?:,()[]{}abcdefghijklmnopqrstuvwxyz ';

const ids = new Map(Array.from(SYMBOLS, (symbol, index) => [symbol, FIRST + index]));

/** Ids of the signs of a text; others are left out. */
export function symbolIds(text: string): number[] {
  return Array.from(text, (symbol) => ids.get(symbol)).filter((id) => id !== undefined);
}

/** Undefined for an id that is no sign's. */
export function symbolOf(id: number): string | undefined {
  return SYMBOLS[id - FIRST];
}
