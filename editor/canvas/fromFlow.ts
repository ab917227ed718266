/** React Flow -> commands: what its changes and connections mean for the document. */
import type { Connection, EdgeChange, NodeChange } from '@xyflow/react';
import { type Edge, edgeKey, GRAPH_INPUT, GRAPH_OUTPUT, type Position } from '../../runtime/index';
import { moveNodes } from '../commands/nodes';
import type { EditorStore, Selection } from '../store/createEditorStore';
import type { BlockFlowNode, WireFlowEdge } from './toFlow';

/** The id of the node behind a box: boxes of outer ports are called `$in:x`. */
function nodeOfBox(box: string): string {
  if (box.startsWith(`${GRAPH_INPUT}:`)) return GRAPH_INPUT;
  if (box.startsWith(`${GRAPH_OUTPUT}:`)) return GRAPH_OUTPUT;
  return box;
}

/** The wire that a connection on the canvas stands for; null while an end is missing. */
export function wireOfConnection(connection: Connection | WireFlowEdge): Edge | null {
  const { source, sourceHandle, target, targetHandle } = connection;
  if (!source || !target || !sourceHandle || !targetHandle) return null;
  return {
    source: nodeOfBox(source),
    sourcePort: sourceHandle,
    target: nodeOfBox(target),
    targetPort: targetHandle,
  };
}

/** Where each moved node goes, and whether it is still on its way. */
export function movesOf(changes: readonly NodeChange<BlockFlowNode>[]): {
  readonly positions: Record<string, Position>;
  readonly dragging: boolean;
} {
  const positions: Record<string, Position> = {};
  let dragging = false;
  for (const change of changes) {
    if (change.type !== 'position' || !change.position) continue;
    positions[change.id] = change.position;
    if (change.dragging) dragging = true;
  }
  return { positions, dragging };
}

/** The selection after a batch of changes. */
export function selectionAfter(
  before: Selection,
  changes: readonly (NodeChange<BlockFlowNode> | EdgeChange<WireFlowEdge>)[],
  edges: readonly WireFlowEdge[],
): Selection {
  const nodes = new Set(before.nodes);
  let edge = before.edge;
  for (const change of changes) {
    if (change.type !== 'select') continue;
    const wire = edges.find((known) => known.id === change.id);
    if (wire) {
      const key = keyOfWire(wire);
      if (change.selected) edge = key;
      else if (edge === key) edge = null;
    } else if (change.selected) nodes.add(change.id);
    else nodes.delete(change.id);
  }
  return { nodes: [...nodes], edge };
}

export function keyOfWire(wire: WireFlowEdge): string | null {
  const edge = wireOfConnection(wire);
  return edge && edgeKey(edge);
}

/** Shows a drag as it goes, and records it as one step at its end. */
export function applyMoves(
  store: EditorStore,
  changes: readonly NodeChange<BlockFlowNode>[],
  pending: Map<string, Position>,
): void {
  const { positions, dragging } = movesOf(changes);
  const moved = Object.entries(positions);
  const ended = changes.some((change) => change.type === 'position' && change.dragging === false);
  if (moved.length === 0 && !ended) return;
  for (const [id, position] of moved) pending.set(id, position);
  const state = store.getState();
  state.preview(moveNodes(state.view.openPath, Object.fromEntries(pending)));
  if (dragging) return;
  pending.clear();
  state.commit();
}
