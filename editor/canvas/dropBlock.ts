/** A block from the palette is dropped: beside the others, or into a wire. */
import { edgeKey, type GraphDocument } from '../../runtime/index';
import type { Command, Level } from '../commands/command';
import { addNode, insertOnEdge, moveNodes } from '../commands/nodes';
import { type BlockView, viewBlock } from './blockView';
import type { Point } from './geometry';
import { makeRoom } from './makeRoom';
import { distanceToWire } from './path';
import { buildScene, type Scene } from './scene';

/** A block that is dropped this near to a wire is put into it, px. */
const WIRE_REACH = 18;

export function dropBlock(
  document: GraphDocument,
  level: Level,
  scene: Scene,
  id: string,
  at: Point,
): Command {
  const block = viewBlock(document, id);
  const size = sizeOfNew(document, scene, id);
  const position = { x: at.x - size.width / 2, y: at.y - size.height / 2 };
  const wire = scene.wires.find((known) => distanceToWire(at, known.corners) < WIRE_REACH);
  if (!wire || !block || !passesOn(block)) {
    return addNode({ level, block: id, position }, block?.title);
  }
  const room = makeRoom(scene, wire, size);
  const place = room?.position ?? position;
  const edge = edgeKey(wire.edge);
  const insert = insertOnEdge({ level, edge, block: id, position: place }, block.title);
  const move = moveNodes(level, room?.moved ?? {});
  return { ...insert, apply: (before) => insert.apply(move.apply(before)) };
}

/** The size that a new block will have, told by a figure of it alone. */
export function sizeOfNew(
  document: GraphDocument,
  { direction }: Scene,
  id: string,
): { readonly width: number; readonly height: number } {
  const node = { id: 'n', block: id, params: {}, position: { x: 0, y: 0 } };
  return buildScene(document, { nodes: { n: node }, edges: [] }, { direction }).bounds;
}

function passesOn({ inputs, outputs }: BlockView): boolean {
  return Object.keys(inputs).length > 0 && Object.keys(outputs).length > 0;
}
