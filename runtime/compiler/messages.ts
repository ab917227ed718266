/** The sentences of the trace: which axis, both sizes, and where each came from. */
import type { BlockError, Diagnostic } from '../graph/diagnostics';
import type { PortSpec } from '../graph/document';
import type { Axis, DType } from '../graph/types';
import type { OpError } from '../ops/types';
import type { AxisProblem } from './axes';
import type { BoundNode, FlatNode } from './types';

const portName = (node: Pick<BoundNode, 'block'>, port: string) =>
  node.block.inputs[port]?.label ?? port;

const dtypeWords: Readonly<Record<DType, string>> = {
  float32: 'real numbers',
  int32: 'whole numbers (ids)',
  bool: 'yes or no (a mask)',
};

/** `batch 1, tokens 65, d_model 64`. */
export function describeAxes(axes: readonly Axis[]): string {
  return axes.length === 0 ? 'a single number' : axes.map((a) => `${a.name} ${a.size}`).join(', ');
}

export function missingInput(
  node: Pick<BoundNode, 'title' | 'path' | 'block'>,
  port: string,
  spec: PortSpec,
): Diagnostic {
  return {
    code: 'input/missing',
    severity: 'error',
    message: `${node.title} needs something on "${portName(node, port)}" (${spec.axes}).`,
    short: `${portName(node, port)} is missing`,
    hint: 'Lead a wire to it.',
    at: { path: node.path, port },
  };
}

export function dtypeMismatch(
  node: FlatNode,
  port: string,
  expected: DType,
  found: DType,
): Diagnostic {
  return {
    code: 'shape/dtype',
    severity: 'error',
    message: `${node.title}: "${portName(node, port)}" takes ${dtypeWords[expected]}; this wire carries ${dtypeWords[found]}.`,
    short: `needs ${dtypeWords[expected]}`,
    at: { path: node.path, port },
    fixes: [removeWire(node, port)],
  };
}

/** `originOf`: title of the node that an axis' size came from. */
export function axisMismatch(
  node: FlatNode,
  port: string,
  problem: AxisProblem,
  originOf: (axis: Axis) => string | undefined,
): Diagnostic {
  const at = { path: node.path, port };
  const name = portName(node, port);
  const fixes = [removeWire(node, port)];
  if (problem.kind === 'rank') {
    const needs = problem.expected.replace(/\*/g, '');
    return {
      code: 'shape/rank',
      severity: 'error',
      message: `${node.title}: "${name}" needs the axes ${needs}; this wire carries ${describeAxes(problem.found)}.`,
      short: `${problem.found.length} axes, needs ${needs}`,
      at,
      fixes,
    };
  }
  const from = (axis: Axis) => {
    const origin = originOf(axis);
    return origin ? ` (from ${origin})` : '';
  };
  if (problem.kind === 'fixed') {
    const { found, expected } = problem;
    return {
      code: 'shape/size',
      severity: 'error',
      message: `${node.title}: ${found.name} must be ${expected} on "${name}"; it is ${found.size}${from(found)}.`,
      short: `${found.size} ${found.name}, needs ${expected}`,
      at,
      fixes,
    };
  }
  const { found, other } = problem;
  const otherName = portName(node, problem.otherPort);
  return {
    code: 'shape/size',
    severity: 'error',
    message: `${node.title}: ${found.name} is ${found.size} on "${name}"${from(found)} and ${other.name === found.name ? '' : `${other.name} `}${other.size} on "${otherName}"${from(other)}.`,
    short: `${found.size} ${found.name} meet ${other.size}`,
    hint: `Both must have the same ${problem.name === found.name ? problem.name : `size (${problem.name})`}.`,
    at,
    fixes,
  };
}

/** A block's own message, with its node filled in. */
export function blockFailure(node: FlatNode, error: BlockError): Diagnostic {
  const { port, param, hint, short, fixes } = error.details;
  return {
    code: error.code,
    severity: 'error',
    message: error.message,
    hint,
    short,
    at: { path: node.path, port, param },
    fixes: fixes?.map((fix) => ({
      ...fix,
      edits: fix.edits.map((edit) =>
        'path' in edit && edit.path === '' ? { ...edit, path: node.path } : edit,
      ),
    })),
  };
}

export function opFailure(node: FlatNode, error: OpError): Diagnostic {
  return {
    code: 'shape/size',
    severity: 'error',
    message: `${node.title}: the sizes on its wires do not fit together (${error.message}).`,
    at: { path: node.path },
  };
}

function removeWire(node: FlatNode, port: string) {
  return {
    label: `Remove the wire into "${portName(node, port)}"`,
    edits: [{ kind: 'removeInput', path: node.path, port } as const],
  };
}
