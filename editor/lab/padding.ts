/** Padding at the end of a text, which nobody wants to see place by place. */
import { PADDING, type SeenInput } from '../../runtime/index';

/** How many tokens stand before the padding at the end; at least one. */
export function contentLength({ texts }: Extract<SeenInput, { kind: 'tokens' }>): number {
  let length = texts.length;
  while (length > 1 && texts[length - 1] === PADDING) length--;
  return length;
}
