/** Turns the fix of a problem into one undoable command. */
import {
  type Fix,
  type FixEdit,
  type GraphDocument,
  variantDocument,
  withVariantDocument,
} from '../../runtime/index';
import { setBypass } from './bypass';
import type { Command, Level } from './command';
import { setExperiment } from './document';
import { disconnect } from './edges';
import { setHyperparameter } from './hyperparameters';
import { levelAt, locate, own } from './levels';
import { removeSelection } from './nodes';
import { setParam } from './params';

function toCommand(document: GraphDocument, edit: FixEdit): Command | null {
  if (edit.kind === 'setHyperparameter') {
    return setHyperparameter([], edit.name, { value: edit.value });
  }
  if (edit.kind === 'setExperiment') {
    const { experiment } = document;
    return experiment ? setExperiment({ ...experiment, ...edit.part }) : null;
  }
  const { level, node } = locate(edit.path);
  if (node === null) return null;
  if (edit.kind === 'setParam') return setSource(document, level, node, edit);
  if (!isEditable(document, level)) return null;
  if (edit.kind === 'setBypass') return setBypass(level, [node], edit.value);
  return edit.kind === 'removeInput'
    ? disconnect(level, `${node}.${edit.port}`)
    : removeSelection({ level, nodes: [node] });
}

/**
 * Sets a parameter where its value comes from: one that is written as a name alone follows the
 * hyperparameter, or the parameter of the composite around it. Null where that cannot be edited.
 */
function setSource(
  document: GraphDocument,
  level: Level,
  node: string,
  { param, value }: Extract<FixEdit, { kind: 'setParam' }>,
): Command | null {
  const open = levelAt(document, level);
  const found = open && own(open.graph.nodes, node);
  if (!found) return null;
  const written = own(found.params, param);
  const name = typeof written === 'string' ? /^=?([A-Za-z]\w*)$/.exec(written)?.[1] : undefined;
  if (name !== undefined && typeof value !== 'boolean') {
    const outside = level.at(-1);
    if (outside !== undefined) {
      const edit = { kind: 'setParam' as const, path: '', param: name, value };
      return setSource(document, level.slice(0, -1), outside, edit);
    }
    if (document.hyperparameters.some((entry) => entry.name === name)) {
      return setHyperparameter([], name, { value });
    }
  }
  return isEditable(document, level) ? setParam(level, node, param, value) : null;
}

function isEditable(document: GraphDocument, level: Level): boolean {
  const open = levelAt(document, level);
  return open !== null && open.kind !== 'builtin';
}

/** Makes the change that cures a problem. */
export function applyFix(fix: Fix): Command {
  return {
    label: fix.label,
    apply: (document) =>
      fix.edits.reduce((next, edit) => toCommand(next, edit)?.apply(next) ?? next, document),
  };
}

/** False for a fix that reaches into a built-in composite, which cannot be edited. */
export function canApplyFix(document: GraphDocument, fix: Fix): boolean {
  return fix.edits.every((edit) => toCommand(document, edit) !== null);
}

/** The same fix in several variants, the base first: what follows it needs no change of its own. */
export function applyFixTo(variants: readonly string[], fix: Fix): Command {
  return {
    label: fix.label,
    whole: true,
    apply: (whole) =>
      variants.reduce((next, id) => {
        const document = variantDocument(next, id);
        return document ? withVariantDocument(next, id, applyFix(fix).apply(document)) : next;
      }, whole),
  };
}
