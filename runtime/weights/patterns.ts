/** Patterns of weight names: `encoder/{i}/{norm*}/gamma`, and names made of what they found. */

export type Found = Readonly<Record<string, string>>;

const compiled = new Map<string, RegExp>();

/** What the placeholders stand for in `name`, or null: `{x}` is one segment, `{x*}` one or more. */
export function matchPattern(pattern: string, name: string): Found | null {
  let expression = compiled.get(pattern);
  if (!expression) {
    const source = pattern
      .split(/(\{\w+\*?\})/)
      .map((piece) => {
        const placeholder = /^\{(\w+)(\*?)\}$/.exec(piece);
        if (!placeholder) return piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
        return `(?<${placeholder[1]}>${placeholder[2] ? '.+' : '[^/.]+'})`;
      })
      .join('');
    expression = new RegExp(`^${source}$`);
    compiled.set(pattern, expression);
  }
  return expression.exec(name)?.groups ?? (expression.test(name) ? {} : null);
}

/** One of our names from what was found. */
export function fillOurs(template: string, found: Found): string {
  return template.replace(/\{(\w+)\*?\}/g, (_, key: string) => found[key]);
}

/** A name of theirs: dots for slashes, underscores for hyphens, and sums such as `{i+1}`. */
export function fillTheirs(template: string, found: Found): string {
  return template.replace(/\{(\w+)(?:\+(\d+))?\}/g, (_, key: string, more?: string) =>
    more ? String(Number(found[key]) + Number(more)) : spell(found[key]),
  );
}

function spell(path: string): string {
  return path.replace('share:', '').replaceAll('/', '.').replaceAll('-', '_');
}
