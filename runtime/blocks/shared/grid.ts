/** How a sequence of tokens lies on a map: rows and columns. */
import type { BlockBuilder } from '../types';
import { either, nearestDivisors, setParamFixes } from './divisors';

/**
 * Rows and columns of a map of `tokens` places; `rows` 0 asks for a square. Fails with
 * 'shape/indivisible' at the parameter `param` where the tokens do not fill such a map.
 */
export function gridOf(
  b: BlockBuilder,
  tokens: number,
  rows: number,
  param: string,
): readonly [rows: number, columns: number] {
  const side = Math.round(Math.sqrt(tokens));
  if (rows === 0 && side * side === tokens) return [side, side];
  if (rows > 0 && tokens % rows === 0) return [rows, tokens / rows];
  const whole = rows === 0 && tokens % side === 0;
  const fits = whole ? [side] : nearestDivisors(tokens, rows || side);
  b.fail(
    'shape/indivisible',
    rows === 0
      ? `${tokens} tokens do not fill a square.`
      : `${tokens} tokens do not fill ${rows} rows.`,
    {
      param,
      hint: `Set rows to ${either(fits)}, or change the number of tokens; a class token has no place on a map.`,
      short: rows === 0 ? `${tokens} tokens, no square` : `${tokens} tokens in ${rows} rows`,
      fixes: setParamFixes(param, 'rows', fits),
    },
  );
}
