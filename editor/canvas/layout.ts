/** Places the nodes of a level by ELK's layered layout, in a worker that is loaded when asked. */
import type { ElkExtendedEdge, ElkNode, ElkPort } from 'elkjs/lib/elk-api';
import type { Position } from '../../runtime/index';
import type { Direction, Side } from './geometry';
import type { Box, Scene } from './scene';

const directions: Readonly<Record<Direction, string>> = { up: 'UP', right: 'RIGHT', down: 'DOWN' };
const sides: Readonly<Record<Side, string>> = {
  top: 'NORTH',
  bottom: 'SOUTH',
  left: 'WEST',
  right: 'EAST',
};

/** The scene as ELK takes it: sizes and ports as drawn, the direction kept. */
export function toElk(scene: Scene): ElkNode {
  const across = scene.direction === 'right';
  const drawn = scene.boxes.filter((box) => box.kind === 'block' || box.kind === 'unresolved');
  const known = new Set(drawn.map((box) => box.id));
  return {
    id: 'root',
    layoutOptions: {
      'elk.algorithm': 'layered',
      'elk.direction': directions[scene.direction],
      'elk.edgeRouting': 'ORTHOGONAL',
      'elk.layered.spacing.nodeNodeBetweenLayers': across ? '64' : '48',
      'elk.spacing.nodeNode': across ? '44' : '56',
      'elk.spacing.edgeNode': '28',
      'elk.spacing.edgeEdge': '14',
      'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
      'elk.layered.nodePlacement.favorStraightEdges': 'true',
      'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
      'elk.separateConnectedComponents': 'true',
      'elk.spacing.componentComponent': '64',
    },
    children: drawn.map(elkNode),
    edges: scene.wires
      .filter(({ edge }) => known.has(edge.source) && known.has(edge.target))
      .map(
        (wire, index): ElkExtendedEdge => ({
          id: `e${index}`,
          sources: [`${wire.edge.source}|out|${wire.edge.sourcePort}`],
          targets: [`${wire.edge.target}|in|${wire.edge.targetPort}`],
        }),
      ),
  };
}

function elkNode(box: Box): ElkNode {
  return {
    id: box.id,
    // The stack of a repeated node stands out by 10 px, its count by 40.
    width: box.rect.width,
    height: box.rect.height,
    layoutOptions: { 'elk.portConstraints': 'FIXED_POS' },
    ports: box.ports.map(
      (port): ElkPort => ({
        id: `${box.id}|${port.kind === 'input' ? 'in' : 'out'}|${port.id}`,
        x: port.at.x,
        y: port.at.y,
        width: 0,
        height: 0,
        layoutOptions: { 'elk.port.side': sides[port.side] },
      }),
    ),
  };
}

/** Places by node id, on a grid of 4; the figure keeps its top left corner. */
export function fromElk(scene: Scene, placed: ElkNode): Record<string, Position> {
  const left = scene.bounds.x;
  const top = scene.bounds.y;
  const grid = (value: number) => Math.round(value / 4) * 4;
  return Object.fromEntries(
    (placed.children ?? []).map((child) => [
      child.id,
      { x: grid(left + (child.x ?? 0)), y: grid(top + (child.y ?? 0)) },
    ]),
  );
}

/** Finds places for all nodes of a level. Rejects when the worker cannot be started. */
export async function layoutScene(scene: Scene): Promise<Record<string, Position>> {
  const [{ default: Elk }, { default: workerUrl }] = await Promise.all([
    import('elkjs/lib/elk-api'),
    import('elkjs/lib/elk-worker.min.js?url'),
  ]);
  const elk = new Elk({ workerFactory: () => new Worker(workerUrl) });
  try {
    return fromElk(scene, await elk.layout(toElk(scene)));
  } finally {
    elk.terminateWorker();
  }
}
