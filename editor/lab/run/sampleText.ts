/** The tokens of an example as one line of text. */
const SPACE = '␣';
const BREAK = '↵';

/** Without the marks of start, end and padding; pieces of words are joined to a text again. */
export function contentOf(texts: readonly string[]): string {
  const content = texts.filter((text) => text !== '·' && !/^<.+>$/.test(text));
  const pieces = content.some((text) => text.includes(SPACE) || text.includes(BREAK));
  return pieces
    ? content.join('').replaceAll(SPACE, ' ').replaceAll(BREAK, ' ').trim()
    : content.join(' ');
}
