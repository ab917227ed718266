/** Arithmetic in parameters: `4*d_model`, `d_model/heads`. Our own small parser; no eval. */

export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'negate'; readonly of: Expression }
  | {
      readonly kind: 'binary';
      readonly op: '+' | '-' | '*' | '/';
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] };

/** A text that is not an expression, or a name that has no value. */
export class ExpressionError extends Error {
  override name = 'ExpressionError';
  constructor(
    readonly reason: 'syntax' | 'unknown-name',
    message: string,
    /** The name that has no value. */
    readonly unknown?: string,
  ) {
    super(message);
  }
}

const MAX_LENGTH = 200;
const MAX_DEPTH = 32;

const functions: Readonly<Record<string, (...args: number[]) => number>> = {
  floor: Math.floor,
  ceil: Math.ceil,
  round: Math.round,
  sqrt: Math.sqrt,
  min: Math.min,
  max: Math.max,
};

const token = /\s*(?:(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|([A-Za-z][A-Za-z0-9_]*)|([-+*/(),]))/y;

/** Reads an expression. Throws `ExpressionError` with a sentence for the user. */
export function parseExpression(text: string): Expression {
  if (text.length > MAX_LENGTH) {
    throw new ExpressionError('syntax', `The expression is longer than ${MAX_LENGTH} characters.`);
  }
  const tokens = tokenize(text);
  let at = 0;
  const peek = () => tokens[at];
  const take = () => tokens[at++];

  function fail(): never {
    const found = peek();
    throw new ExpressionError(
      'syntax',
      found === undefined
        ? `"${text.trim()}" ends too early.`
        : `"${found}" was not expected in "${text.trim()}".`,
    );
  }
  function sum(depth: number): Expression {
    let left = product(depth);
    for (let op = peek(); op === '+' || op === '-'; op = peek()) {
      take();
      left = { kind: 'binary', op, left, right: product(depth) };
    }
    return left;
  }
  function product(depth: number): Expression {
    let left = unary(depth);
    for (let op = peek(); op === '*' || op === '/'; op = peek()) {
      take();
      left = { kind: 'binary', op, left, right: unary(depth) };
    }
    return left;
  }
  function unary(depth: number): Expression {
    if (depth > MAX_DEPTH) throw new ExpressionError('syntax', 'Too many brackets.');
    if (peek() === '-') {
      take();
      return { kind: 'negate', of: unary(depth + 1) };
    }
    return atom(depth);
  }
  function atom(depth: number): Expression {
    const found = peek();
    if (found === undefined) fail();
    if (found === '(') {
      take();
      const inner = sum(depth + 1);
      if (peek() !== ')') fail();
      take();
      return inner;
    }
    if (/^\d/.test(found)) {
      take();
      return { kind: 'number', value: Number(found) };
    }
    if (!/^[A-Za-z]/.test(found)) fail();
    take();
    if (peek() !== '(') return { kind: 'name', name: found };
    if (!Object.hasOwn(functions, found)) {
      throw new ExpressionError('unknown-name', `There is no function "${found}".`, found);
    }
    take();
    const args = [sum(depth + 1)];
    while (peek() === ',') {
      take();
      args.push(sum(depth + 1));
    }
    if (peek() !== ')') fail();
    take();
    return { kind: 'call', name: found, args };
  }

  const result = sum(0);
  if (at < tokens.length) fail();
  return result;
}

function tokenize(text: string): string[] {
  const found: string[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.trimEnd().length) {
    const start = token.lastIndex;
    const match = token.exec(text);
    if (!match) {
      throw new ExpressionError(
        'syntax',
        `"${text.slice(start).trim()[0]}" cannot be used in an expression.`,
      );
    }
    found.push(match[1] ?? match[2] ?? match[3]);
  }
  return found;
}

/** Value of an expression. Throws `ExpressionError` for a name that `scope` lacks. */
function evaluateExpression(expression: Expression, scope: ReadonlyMap<string, number>): number {
  switch (expression.kind) {
    case 'number':
      return expression.value;
    case 'name': {
      const value = scope.get(expression.name);
      if (value === undefined) {
        throw new ExpressionError(
          'unknown-name',
          `"${expression.name}" is not a value of this graph.`,
          expression.name,
        );
      }
      return value;
    }
    case 'negate':
      return -evaluateExpression(expression.of, scope);
    case 'call':
      return functions[expression.name](
        ...expression.args.map((arg) => evaluateExpression(arg, scope)),
      );
    case 'binary': {
      const left = evaluateExpression(expression.left, scope);
      const right = evaluateExpression(expression.right, scope);
      switch (expression.op) {
        case '+':
          return left + right;
        case '-':
          return left - right;
        case '*':
          return left * right;
        case '/':
          return left / right;
      }
    }
  }
}

const parsed = new Map<string, Expression>();

function parseCached(text: string): Expression {
  let expression = parsed.get(text);
  if (!expression) {
    expression = parseExpression(text);
    if (parsed.size > 1000) parsed.clear();
    parsed.set(text, expression);
  }
  return expression;
}

/** Value of a number or of an expression's text. Throws `ExpressionError`. */
export function resolveNumber(
  written: number | string,
  scope: ReadonlyMap<string, number>,
): number {
  return typeof written === 'number' ? written : evaluateExpression(parseCached(written), scope);
}

/** The names that an expression uses; empty for a number or a text that cannot be read. */
export function namesIn(written: number | string): readonly string[] {
  if (typeof written === 'number') return [];
  const names = new Set<string>();
  const walk = (e: Expression): void => {
    if (e.kind === 'name') names.add(e.name);
    if (e.kind === 'negate') walk(e.of);
    if (e.kind === 'call') e.args.forEach(walk);
    if (e.kind === 'binary') {
      walk(e.left);
      walk(e.right);
    }
  };
  try {
    walk(parseCached(written));
  } catch {
    return [];
  }
  return [...names];
}

/**
 * Values of a list of named numbers that may refer to one another in any order.
 * `onError` is told of each one that has none (syntax, unknown name, a loop).
 */
export function resolveScope(
  named: readonly { readonly name: string; readonly value: number | string }[],
  outer: ReadonlyMap<string, number>,
  onError: (name: string, error: ExpressionError) => void,
): ReadonlyMap<string, number> {
  const scope = new Map(outer);
  for (const { name } of named) scope.delete(name);
  const waiting = new Map(named.map((entry) => [entry.name, entry.value]));
  const entered = new Set<string>();
  // Depth first along the names that a value uses: each is resolved once, after what it needs.
  const resolve = (name: string, written: number | string): void => {
    if (entered.has(name)) return;
    entered.add(name);
    for (const needed of namesIn(written)) {
      const value = waiting.get(needed);
      if (value !== undefined) resolve(needed, value);
    }
    try {
      scope.set(name, resolveNumber(written, scope));
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      onError(name, error);
    }
  };
  for (const { name, value } of named) resolve(name, value);
  return scope;
}
