/** Turns the fix of a problem into one undoable command. */
import type { Fix, FixEdit, GraphDocument } from '../../runtime/index';
import type { Command } from './command';
import { disconnect } from './edges';
import { setHyperparameter } from './hyperparameters';
import { levelAt, locate } from './levels';
import { removeSelection } from './nodes';
import { setParam } from './params';

function toCommand(edit: FixEdit): Command | null {
  if (edit.kind === 'setHyperparameter') {
    return setHyperparameter([], edit.name, { value: edit.value });
  }
  const { level, node } = locate(edit.path);
  if (node === null) return null;
  switch (edit.kind) {
    case 'setParam':
      return setParam(level, node, edit.param, edit.value);
    case 'removeInput':
      return disconnect(level, `${node}.${edit.port}`);
    case 'removeNode':
      return removeSelection({ level, nodes: [node] });
  }
}

/** Makes the change that cures a problem. */
export function applyFix(fix: Fix): Command {
  return {
    label: fix.label,
    apply: (document) =>
      fix.edits.reduce((next, edit) => toCommand(edit)?.apply(next) ?? next, document),
  };
}

/** False for a fix that reaches into a built-in composite, which cannot be edited. */
export function canApplyFix(document: GraphDocument, fix: Fix): boolean {
  return fix.edits.every((edit) => {
    if (edit.kind === 'setHyperparameter') return true;
    const open = levelAt(document, locate(edit.path).level);
    return open !== null && open.kind !== 'builtin';
  });
}
