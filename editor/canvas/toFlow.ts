/**
 * Document -> React Flow. Builds every object from a whitelist of fields, so that nothing a file
 * holds reaches the library by another name (styles, DOM attributes, node types).
 */
import type { Edge as FlowEdge, Node as FlowNode } from '@xyflow/react';
import type { Cost, Diagnostic, TensorType } from '../../runtime/index';
import { edgeKey } from '../../runtime/index';
import type { OpenLevel } from '../commands/levels';
import { describeBox } from './describe';
import type { Point } from './geometry';
import { type LevelOrigin, originPrefix, typeOfPort, typeOfWire } from './origin';
import { passLines } from './passLine';
import { problemsAt } from './problems';
import type { Box, Scene, Wire } from './scene';
import { longShape, shortShape, type WireKind, wireKindNames, wireKindOf } from './wireKind';

export interface BlockData extends Record<string, unknown> {
  readonly box: Box;
  readonly cost: Cost | null;
  readonly problem: Diagnostic | null;
  /** How many times a repeated node stands there, once its expression is worked out. */
  readonly repeat: number | null;
  readonly editable: boolean;
  /** Ids of input ports that a wire enters. */
  readonly wired: readonly string[];
  /** Lines through a bypassed block, with what they carry. */
  readonly passing: readonly PassingLine[];
}

export interface PassingLine {
  readonly corners: readonly Point[];
  readonly kind: WireKind;
}

export interface WireData extends Record<string, unknown> {
  readonly corners: readonly Point[];
  readonly kind: WireKind;
  /** `B · 65 · 64`; empty on all but the first wire of a port. */
  readonly label: string;
  /** `batch 1, tokens 65, d_model 64`. */
  readonly title: string;
  /** What is wrong with it, in a few words. */
  readonly problem: string;
}

export type BlockFlowNode = FlowNode<BlockData, 'block'>;
export type WireFlowEdge = FlowEdge<WireData, 'wire'>;

export interface Flow {
  readonly nodes: BlockFlowNode[];
  readonly edges: WireFlowEdge[];
}

export interface FlowOptions extends LevelOrigin {
  readonly open: OpenLevel;
  readonly scene: Scene;
  readonly selected: readonly string[];
  /** Key of the selected wire. */
  readonly selectedEdge: string | null;
  /** The one node that Tab reaches. */
  readonly tabStop: string | null;
  readonly readOnly: boolean;
}

/** Nodes and wires of the open level. Pure. */
export function toFlow(options: FlowOptions): Flow {
  const { analysis, scene, level, open } = options;
  const editable = !options.readOnly && open.kind !== 'builtin';
  const problems = problemsAt(analysis.diagnostics, level);
  const prefix = originPrefix(options);
  const selected = new Set(options.selected);
  const wiredInto = new Map<string, string[]>();
  const leaving = new Set<string>();
  for (const { edge } of scene.wires) {
    leaving.add(`${edge.source}.${edge.sourcePort}`);
    wiredInto.set(edge.target, [...(wiredInto.get(edge.target) ?? []), edge.targetPort]);
  }
  const passing = (box: Box, path: string) =>
    Object.entries(analysis.bypassed.passes.get(path) ?? {})
      .filter(([port]) => leaving.has(`${box.id}.${port}`))
      .flatMap(([output, input]) => {
        const kind = wireKindOf(typeOfPort(analysis, `${path}.${output}`));
        return passLines(box, { [output]: input }).map((corners) => ({ corners, kind }));
      });
  const nodes = scene.boxes.map((box): BlockFlowNode => {
    const found = problems.nodes.get(box.id) ?? [];
    const summary = analysis.nodes.get(`${prefix}${box.id}`);
    const outputs = box.ports
      .filter((port) => port.kind === 'output')
      .map((port) => typeOfPort(analysis, `${prefix}${box.id}.${port.id}`));
    const ownBlock = box.kind === 'block' || box.kind === 'unresolved';
    return {
      id: box.id,
      type: 'block',
      position: { x: box.rect.x, y: box.rect.y },
      width: box.rect.width,
      height: box.rect.height,
      measured: { width: box.rect.width, height: box.rect.height },
      selected: selected.has(box.id),
      draggable: editable && ownBlock,
      selectable: ownBlock,
      connectable: editable,
      deletable: false,
      ariaLabel: describeBox(box, outputs, summary?.repeat ?? null, found),
      ariaRole: 'group',
      domAttributes: {
        tabIndex: options.tabStop === box.id ? 0 : -1,
        'aria-roledescription': box.inside ? 'composite block' : 'block',
      },
      data: {
        box,
        cost: summary?.cost ?? null,
        problem: found[0] ?? null,
        repeat: summary?.repeat ?? null,
        editable,
        wired: wiredInto.get(box.id) ?? [],
        passing: box.bypassed ? passing(box, `${prefix}${box.id}`) : [],
      },
    };
  });
  const ids = new Set<string>();
  const edges = scene.wires.flatMap((wire): WireFlowEdge[] => {
    // A damaged file may hold a wire twice.
    if (ids.has(wire.id)) return [];
    ids.add(wire.id);
    const type = typeOfWire(options, wire.edge);
    const problem = problems.inputs.get(edgeKey(wire.edge));
    const isSelected = options.selectedEdge === edgeKey(wire.edge);
    return [wireEdge(wire, scene, type, problem, isSelected, editable)];
  });
  return { nodes, edges };
}

function wireEdge(
  wire: Wire,
  scene: Scene,
  type: TensorType | undefined,
  problem: Diagnostic | undefined,
  selected: boolean,
  editable: boolean,
): WireFlowEdge {
  const { edge } = wire;
  const kind = wireKindOf(type);
  const title = type ? longShape(type) : 'Size not known yet';
  const titleOf = (id: string) => scene.boxes.find((box) => box.id === id)?.title ?? id;
  return {
    id: wire.id,
    type: 'wire',
    source: wire.from,
    target: wire.to,
    sourceHandle: edge.sourcePort,
    targetHandle: edge.targetPort,
    selected,
    selectable: true,
    focusable: false,
    deletable: false,
    reconnectable: editable,
    ariaLabel: `Wire from ${titleOf(wire.from)} to ${titleOf(wire.to)}, ${wireKindNames[kind]}: ${title}`,
    data: {
      corners: wire.corners,
      kind,
      label: type && wire.first ? shortShape(type) : '',
      title,
      problem: problem ? problem.short || problem.message : '',
    },
  };
}
