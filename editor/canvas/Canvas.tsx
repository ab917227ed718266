/** The canvas: the open level as blocks and wires that can be moved, wired, opened. */
import {
  Background,
  BackgroundVariant,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  useStore,
} from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import './canvas.css';
import './blocks.css';
import './wires.css';
import {
  type CSSProperties,
  type DragEvent,
  type RefObject,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { addNode } from '../commands/nodes';
import { useEditor, useEditorStore } from '../store/EditorContext';
import { selectEditable } from '../store/selectors';
import { BlockNode } from './BlockNode';
import { Breadcrumbs } from './Breadcrumbs';
import { BLOCK_DRAG_TYPE } from './blockDrag';
import type { BlockView } from './blockView';
import { BOX_WIDTH } from './boxSize';
import { CanvasTools } from './CanvasTools';
import { ConnectDialog } from './ConnectDialog';
import { ConnectionLine } from './ConnectionLine';
import { CanvasActionsContext } from './canvasActions';
import { endNudge, handleCanvasKey } from './canvasKeys';
import { dropBlock } from './dropBlock';
import { applyMoves, selectionAfter } from './fromFlow';
import type { Point } from './geometry';
import { QuickAdd } from './QuickAdd';
import type { Scene } from './scene';
import { fitScene, motion, useCanvasControl } from './useCanvasControl';
import { useFlow, useScene } from './useScene';
import { type AddRequest, useWiring } from './useWiring';
import { WireEdge } from './WireEdge';

const nodeTypes = { block: BlockNode };
const edgeTypes = { wire: WireEdge };

/** Above this many nodes only those in view are drawn; above the second there is no map. */
const MANY = 300;
const VERY_MANY = 1000;

export function Canvas() {
  return (
    <ReactFlowProvider>
      <CanvasInner />
    </ReactFlowProvider>
  );
}

function CanvasInner() {
  const store = useEditorStore();
  const flow = useReactFlow();
  const root = useRef<HTMLDivElement>(null);
  const level = useEditor((state) => state.view.openPath);
  const document = useEditor((state) => state.document);
  const editable = useEditor(selectEditable);
  const selectedNodes = useEditor((state) => state.selection.nodes);
  const [focused, setFocused] = useState<string | null>(null);
  const [adding, setAdding] = useState<AddRequest | null>(null);
  const [connecting, setConnecting] = useState<string | null>(null);
  const [refit, setRefit] = useState(0);
  const scene = useScene();
  const latest = useRef(scene);
  latest.current = scene;
  const ids = useMemo(() => new Set(scene.boxes.map((box) => box.id)), [scene]);
  const tabStop =
    [focused, selectedNodes[0]].find((id) => id && ids.has(id)) ?? scene.boxes[0]?.id ?? null;
  const { nodes, edges } = useFlow(scene, tabStop);
  const far = useStore((state) => state.transform[2] < 0.6);
  // Sizes on wires shrink more slowly than the figure.
  const ease = useStore((state) =>
    Math.round(Math.max(1, Math.min(1.45, 0.95 / state.transform[2])) * 10),
  );
  useCentreKept(root);

  const focusNode = useCallback(
    (id: string) => {
      const element = root.current?.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`);
      element?.focus({ preventScroll: true });
      store.getState().select({ nodes: [id] });
    },
    [store],
  );
  const openNode = useCallback(
    (id: string) => {
      const { view } = store.getState();
      const box = scene.boxes.find((known) => known.id === id);
      if (box?.inside) store.getState().open([...view.openPath, id]);
    },
    [store, scene],
  );
  const actions = useMemo(() => ({ openNode }), [openNode]);
  const closeAdd = useCallback(() => setAdding(null), []);
  const wiring = useWiring(setAdding);
  useCanvasControl({ root, scene, focusNode, setAdding, setConnecting, setRefit });
  useEffect(() => {
    if (refit > 0) fitScene(flow, root.current, latest.current, { duration: motion() });
  }, [refit, flow]);
  useFitOnOpen(root, latest);

  const pending = useRef(new Map<string, Point>());
  const nudge = useRef({ x: 0, y: 0 });

  const onPick = (block: BlockView) => {
    if (!adding) return;
    const { looseEnd, at } = adding;
    const port = looseEnd && adding.fitting(block);
    const wire =
      looseEnd && port
        ? looseEnd.kind === 'output'
          ? { from: { source: looseEnd.node, sourcePort: looseEnd.port, port } }
          : { to: { target: looseEnd.node, targetPort: looseEnd.port, port } }
        : {};
    const position = { x: at.x - BOX_WIDTH / 2, y: at.y - 28 };
    store.getState().commit(addNode({ level, block: block.id, position, ...wire }, block.title));
    setAdding(null);
    root.current?.querySelector<HTMLElement>('.react-flow__node[tabindex="0"]')?.focus();
  };

  const onDrop = (event: DragEvent) => {
    const id = event.dataTransfer.getData(BLOCK_DRAG_TYPE);
    if (!id || !editable) return;
    event.preventDefault();
    const at = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY });
    store.getState().commit(dropBlock(document, level, scene, id, at));
  };

  const connectingBox = connecting && scene.boxes.find((box) => box.id === connecting);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys and drops come from the blocks in it
    <div
      ref={root}
      className="canvas"
      data-zoom={far ? 'far' : 'near'}
      data-direction={scene.direction}
      style={{ '--ease': ease / 10 } as CSSProperties}
      onDragOver={(event) => {
        if (editable && event.dataTransfer.types.includes(BLOCK_DRAG_TYPE)) event.preventDefault();
      }}
      onDrop={onDrop}
      onDoubleClick={(event) => {
        if (!editable || !(event.target as Element).classList.contains('react-flow__pane')) return;
        const at = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY });
        setAdding({ x: event.clientX, y: event.clientY, at, looseEnd: null, fitting: () => '' });
      }}
      onFocus={(event) => {
        const node = (event.target as Element).closest('.react-flow__node');
        if (node) setFocused(node.getAttribute('data-id'));
      }}
      onKeyDown={(event) => {
        const onNode = (event.target as Element).closest('.react-flow__node');
        if (!onNode) return;
        const context = {
          store,
          scene,
          focused: onNode.getAttribute('data-id'),
          focus: focusNode,
          open: openNode,
          nudge: nudge.current,
        };
        if (handleCanvasKey(event, context)) event.preventDefault();
      }}
      onKeyUp={(event) => {
        if (event.key === 'Shift') endNudge(store, nudge.current);
      }}
      onBlur={() => endNudge(store, nudge.current)}
    >
      <CanvasActionsContext value={actions}>
        <ReactFlow
          nodes={nodes}
          edges={edges}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          onNodesChange={(changes) => {
            applyMoves(store, changes, pending.current);
            const { selection } = store.getState();
            if (changes.some((change) => change.type === 'select')) {
              store.getState().select(selectionAfter(selection, changes, edges));
            }
          }}
          onEdgesChange={(changes) => {
            if (!changes.some((change) => change.type === 'select')) return;
            const { selection } = store.getState();
            store.getState().select(selectionAfter(selection, changes, edges));
          }}
          onNodeDoubleClick={(_, node) => openNode(node.id)}
          {...wiring}
          connectionLineComponent={ConnectionLine}
          connectionRadius={26}
          reconnectRadius={15}
          nodesConnectable={editable}
          nodesFocusable={false}
          edgesFocusable={false}
          disableKeyboardA11y
          deleteKeyCode={null}
          selectionKeyCode="Shift"
          multiSelectionKeyCode={['Meta', 'Control', 'Shift']}
          panOnScroll
          zoomOnDoubleClick={false}
          selectNodesOnDrag
          nodeDragThreshold={2}
          minZoom={0.1}
          maxZoom={2.5}
          onlyRenderVisibleElements={nodes.length > MANY}
          elevateEdgesOnSelect
          attributionPosition="bottom-left"
          aria-label="Canvas"
        >
          <Background variant={BackgroundVariant.Dots} gap={24} size={1.4} />
        </ReactFlow>
        {nodes.length === 0 && (
          <div className="canvas-empty">
            <p>Nothing here yet</p>
            <p>Drag a block from the left, double-click, or press / to search.</p>
          </div>
        )}
        <CanvasTools
          editable={editable}
          mayMap={nodes.length > 0 && nodes.length <= VERY_MANY}
          bounds={scene.bounds}
        />
      </CanvasActionsContext>
      <Breadcrumbs />
      {adding && (
        <QuickAdd
          x={adding.x}
          y={adding.y}
          looseEnd={adding.looseEnd}
          fitting={adding.fitting}
          onPick={onPick}
          onClose={closeAdd}
        />
      )}
      {connectingBox && (
        <ConnectDialog box={connectingBox} scene={scene} onClose={() => setConnecting(null)} />
      )}
    </div>
  );
}

/** Shows a level whole when it is opened; its variants then lie in the same place. */
function useFitOnOpen(root: RefObject<HTMLDivElement | null>, scene: RefObject<Scene>): void {
  const flow = useReactFlow();
  const level = useEditor((state) => state.view.openPath.join('/'));
  const loads = useEditor((state) => state.loads);
  // biome-ignore lint/correctness/useExhaustiveDependencies: these two say that another figure is shown
  useEffect(() => {
    const frame = requestAnimationFrame(() =>
      fitScene(flow, root.current, scene.current, { readable: true }),
    );
    return () => cancelAnimationFrame(frame);
  }, [level, loads, flow]);
}

/** Keeps what is in the middle there when the drawer or a panel takes room. */
function useCentreKept(root: RefObject<HTMLDivElement | null>): void {
  const flow = useReactFlow();
  useEffect(() => {
    const element = root.current;
    if (!element) return;
    let { clientWidth, clientHeight } = element;
    const observer = new ResizeObserver(() => {
      const { x, y, zoom } = flow.getViewport();
      const dx = (element.clientWidth - clientWidth) / 2;
      const dy = (element.clientHeight - clientHeight) / 2;
      ({ clientWidth, clientHeight } = element);
      void flow.setViewport({ x: x + dx, y: y + dy, zoom });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [flow, root]);
}
