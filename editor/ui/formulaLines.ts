/** A long formula as lines: it breaks where its writer put a wide space between two statements. */

/** Splits at `\quad` and `\qquad` that are outside every brace and environment. */
export function formulaLines(latex: string): readonly string[] {
  const lines: string[] = [];
  let depth = 0;
  let start = 0;
  const tokens =
    /\\(?:begin|left)(?![a-zA-Z])|\\(?:end|right)(?![a-zA-Z])|\\q?quad(?![a-zA-Z])|\\.|[{}]/g;
  for (const token of latex.matchAll(tokens)) {
    const [text] = token;
    if (text === '{' || text === '\\begin' || text === '\\left') depth++;
    else if (text === '}' || text === '\\end' || text === '\\right') depth--;
    else if (depth === 0 && /^\\q?quad$/.test(text)) {
      lines.push(latex.slice(start, token.index));
      start = token.index + text.length;
    }
  }
  return [...lines, latex.slice(start)].map((line) => line.trim()).filter(Boolean);
}
