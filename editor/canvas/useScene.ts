/** The open level as a scene, and as what React Flow draws. */
import { useMemo, useRef } from 'react';
import { useEditor } from '../store/EditorContext';
import { selectAnalysis, selectLevel } from '../store/selectors';
import { viewBlock } from './blockView';
import type { Direction } from './geometry';
import type { OuterPorts } from './outerPorts';
import { reuse } from './reuse';
import { buildScene, type Scene } from './scene';
import { type Flow, toFlow } from './toFlow';

/** The figure of the open level. Its direction stands still while something is dragged. */
export function useScene(): Scene {
  const document = useEditor((state) => state.document);
  const open = useEditor(selectLevel);
  const dragging = useEditor((state) => state.draft !== null);
  const direction = useRef<Direction | undefined>(undefined);
  return useMemo(() => {
    let outer: OuterPorts | undefined;
    if (open.kind === 'definition') outer = viewBlock(document, open.id);
    else if (open.kind === 'builtin') outer = open.block;
    const scene = buildScene(document, open.graph, {
      outer,
      direction: dragging ? direction.current : undefined,
    });
    direction.current = scene.direction;
    return scene;
  }, [document, open, dragging]);
}

/** What React Flow draws; objects that did not change stay the same. */
export function useFlow(scene: Scene, tabStop: string | null): Flow {
  const document = useEditor((state) => state.document);
  const level = useEditor((state) => state.view.openPath);
  const open = useEditor(selectLevel);
  const analysis = useEditor(selectAnalysis);
  const selection = useEditor((state) => state.selection);
  const readOnly = useEditor((state) => state.readOnly);
  const before = useRef<Flow>({ nodes: [], edges: [] });
  return useMemo(() => {
    const next = toFlow({
      document,
      level,
      analysis,
      open,
      scene,
      selected: selection.nodes,
      selectedEdge: selection.edge,
      tabStop,
      readOnly,
    });
    before.current = {
      nodes: reuse(before.current.nodes, next.nodes),
      edges: reuse(before.current.edges, next.edges),
    };
    return before.current;
  }, [document, level, analysis, open, scene, selection, tabStop, readOnly]);
}
