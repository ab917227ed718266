/** Commands on what is written on a node: parameters, label, repeat, tie. */
import type { GraphNode, ParamValue } from '../../runtime/index';
import { cleanText, isId, MAX_EXPRESSION, MAX_LABEL } from '../../runtime/index';
import type { Command, Level } from './command';
import { editLevel, own } from './levels';

function editNode(
  level: Level,
  node: string,
  label: string,
  edit: (node: GraphNode) => GraphNode,
): Command {
  return {
    label,
    apply: (document) =>
      editLevel(document, level, (graph) => {
        const before = own(graph.nodes, node);
        const after = before && edit(before);
        if (!after || after === before) return graph;
        return { nodes: { ...graph.nodes, [node]: after }, edges: graph.edges };
      }),
  };
}

/** True for a value that a document can hold. */
function isParamValue(value: ParamValue): boolean {
  return typeof value === 'number' ? Number.isFinite(value) : true;
}

/** Writes a parameter; `undefined` takes it away, so that the default holds again. */
export function setParam(
  level: Level,
  node: string,
  param: string,
  value: ParamValue | undefined,
  title = param,
): Command {
  return editNode(level, node, `Change ${title.toLowerCase()}`, (before) => {
    if (before.params[param] === value) return before;
    if (value === undefined) {
      const { [param]: _removed, ...params } = before.params;
      return { ...before, params };
    }
    if (!isParamValue(value) || !isId(param)) return before;
    const written = typeof value === 'string' ? cleanText(value, MAX_EXPRESSION) : value;
    return { ...before, params: { ...before.params, [param]: written } };
  });
}

/** Names a node; an empty label shows the block's title again. */
export function setLabel(level: Level, node: string, label: string): Command {
  const text = cleanText(label, MAX_LABEL).trim();
  return editNode(level, node, 'Rename block', (before) => {
    if (text === (before.label ?? '')) return before;
    const { label: _old, ...rest } = before;
    return text === '' ? rest : { ...rest, label: text };
  });
}

/** Stacks a node N times; `undefined` ends that. */
export function setRepeat(
  level: Level,
  node: string,
  repeat: number | string | undefined,
): Command {
  return editNode(level, node, 'Change repeat', (before) => {
    if (before.repeat === repeat) return before;
    const { repeat: _old, ...rest } = before;
    if (repeat === undefined) return rest;
    if (!isParamValue(repeat)) return before;
    const written = typeof repeat === 'string' ? cleanText(repeat, MAX_EXPRESSION) : repeat;
    return { ...rest, repeat: written };
  });
}

/** Shares weights among nodes with the same key; an empty key ends that. */
export function setTie(level: Level, node: string, tie: string): Command {
  return editNode(level, node, tie === '' ? 'Stop sharing weights' : 'Share weights', (before) => {
    if (tie === (before.tie ?? '') || (tie !== '' && !isId(tie))) return before;
    const { tie: _old, ...rest } = before;
    return tie === '' ? rest : { ...rest, tie };
  });
}
