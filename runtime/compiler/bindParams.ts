/** Parameters of a node: expressions become numbers, ranges are held. */
import type { ParamSpec } from '../blocks/types';
import type { Site } from '../graph/diagnostics';
import type { GraphNode, ParamValue } from '../graph/document';
import { ExpressionError, resolveNumber } from '../graph/expression';
import type { BindContext } from './bind';

/** The most often a node may be repeated. */
const MAX_REPEAT = 256;

/** Values of all parameters; a wrong one is reported and takes its default. */
export function bindParams(
  node: GraphNode,
  specs: Readonly<Record<string, ParamSpec>>,
  path: string,
  context: BindContext,
): { params: Record<string, ParamValue>; valid: boolean } {
  const params: Record<string, ParamValue> = {};
  let valid = true;
  for (const [name, spec] of Object.entries(specs)) {
    const written = Object.hasOwn(node.params, name) ? node.params[name] : spec.default;
    const value = paramValue(written, spec, name, { path, param: name }, context);
    if (value === undefined) valid = false;
    params[name] = value ?? spec.default;
  }
  return { params, valid };
}

function paramValue(
  written: ParamValue,
  spec: ParamSpec,
  name: string,
  at: Site,
  context: BindContext,
): ParamValue | undefined {
  if (spec.kind === 'int' || spec.kind === 'float') {
    return numberValue(written, spec, at, context);
  }
  const value =
    typeof written === 'string' && written.startsWith('=')
      ? context.options.get(written.slice(1))
      : written;
  const fits =
    spec.kind === 'switch'
      ? typeof value === 'boolean'
      : typeof value === 'string' && Object.hasOwn(spec.choices, value);
  if (fits) return value;
  const choices =
    spec.kind === 'switch' ? 'on or off' : `one of ${Object.values(spec.choices).join(', ')}`;
  context.reporter.report({
    code: 'param/invalid',
    severity: 'error',
    message: `${spec.label} must be ${choices}; it is "${String(written)}".`,
    at,
    fixes: [
      {
        label: `Set ${spec.label.toLowerCase()} to ${String(spec.default)}`,
        edits: [{ kind: 'setParam', path: at.path ?? '', param: name, value: spec.default }],
      },
    ],
  });
  return undefined;
}

function numberValue(
  written: ParamValue,
  spec: Extract<ParamSpec, { kind: 'int' | 'float' }>,
  at: Site,
  context: BindContext,
): number | undefined {
  const value = evaluate(written, spec.label, at, context);
  if (value === undefined) return undefined;
  const whole = spec.kind === 'float' || Number.isInteger(value);
  if (whole && value >= spec.min && value <= spec.max) return value;
  const kind = spec.kind === 'int' ? 'a whole number' : 'a number';
  const shown = Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)));
  const found =
    typeof written === 'string' && written.trim() !== shown ? `${written} = ${shown}` : shown;
  const nearest = Math.min(
    spec.max,
    Math.max(spec.min, spec.kind === 'int' ? Math.round(value) : value),
  );
  context.reporter.report({
    code: 'param/invalid',
    severity: 'error',
    message: `${spec.label} must be ${kind} from ${spec.min} to ${spec.max}; it is ${found}.`,
    short: `${spec.label} ${shown}`,
    at,
    fixes: Number.isFinite(nearest)
      ? [
          {
            label: `Set ${spec.label.toLowerCase()} to ${nearest}`,
            edits: [
              { kind: 'setParam', path: at.path ?? '', param: at.param ?? '', value: nearest },
            ],
          },
        ]
      : [],
  });
  return undefined;
}

function evaluate(
  written: ParamValue,
  label: string,
  at: Site,
  context: BindContext,
): number | undefined {
  if (typeof written === 'boolean') {
    context.reporter.report({
      code: 'param/invalid',
      severity: 'error',
      message: `${label} must be a number; it is "${written}".`,
      at,
    });
    return undefined;
  }
  try {
    return resolveNumber(written, context.scope);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    reportExpression(error, label, at, context);
    return undefined;
  }
}

function reportExpression(
  error: ExpressionError,
  label: string,
  at: Site,
  context: BindContext,
): void {
  const names = [...context.scope.keys()];
  context.reporter.report({
    code: error.reason === 'syntax' ? 'param/syntax' : 'param/unknown-name',
    severity: 'error',
    message: `${label}: ${error.message}`,
    hint:
      names.length > 0
        ? `Use numbers, + - * / and the values of this graph: ${names.join(', ')}.`
        : 'Use numbers and + - * /.',
    at,
  });
}

/** How often the node is stacked: null for once without a frame. */
export function bindRepeat(
  node: GraphNode,
  block: { readonly title: string; readonly inputs: object; readonly outputs: object },
  path: string,
  context: BindContext,
): { value: number | null; valid: boolean } {
  if (node.repeat === undefined) return { value: null, valid: true };
  const at: Site = { path, param: 'repeat' };
  const value = evaluate(node.repeat, 'Repeat', at, context);
  if (value === undefined) return { value: null, valid: false };
  if (!Number.isInteger(value) || value < 1 || value > MAX_REPEAT) {
    context.reporter.report({
      code: 'param/invalid',
      severity: 'error',
      message: `Repeat must be a whole number from 1 to ${MAX_REPEAT}; it is ${value}.`,
      at,
    });
    return { value: null, valid: false };
  }
  if (Object.keys(block.inputs).length === 0 || Object.keys(block.outputs).length === 0) {
    context.reporter.report({
      code: 'node/repeat',
      severity: 'error',
      message: `${block.title} cannot be repeated: it has no input for its own output.`,
      at,
    });
    return { value: null, valid: false };
  }
  return { value, valid: true };
}
