/** Offers the canvas to the rest of the editor: add, arrange, fit, reveal, copy and paste. */
import { getViewportForBounds, type ReactFlowInstance, useReactFlow } from '@xyflow/react';
import { type RefObject, useEffect } from 'react';
import { addNode, applyLayout } from '../commands/nodes';
import { useEditorStore } from '../store/EditorContext';
import { selectEditable } from '../store/selectors';
import { announce, notify } from '../ui/notices';
import { viewBlock } from './blockView';
import { offerCanvas } from './canvasActions';
import { copySelection, cutSelection, pasteClipboard } from './clipboard';
import { sizeOfNew } from './dropBlock';
import { layoutScene } from './layout';
import { freePlace } from './placement';
import type { Scene } from './scene';
import type { AddRequest } from './useWiring';

interface ControlOptions {
  readonly root: RefObject<HTMLDivElement | null>;
  readonly scene: Scene;
  readonly focusNode: (id: string) => void;
  readonly setAdding: (request: AddRequest) => void;
  readonly setConnecting: (id: string) => void;
  readonly setRefit: (next: (count: number) => number) => void;
}

/** Names can be read from here on. */
const READABLE = 0.62;

/** Height of what lies over the top of an opened block or a variant, px. */
const CRUMBS = 52;

interface FitOptions {
  readonly duration?: number;
  /** Rather the beginning of a long figure than all of it too small to read. */
  readonly readable?: boolean;
}

/** Brings a figure into view; its size is known before anything is drawn. */
export function fitScene(
  flow: ReactFlowInstance,
  root: HTMLElement | null,
  scene: Scene,
  { duration = 0, readable = false }: FitOptions = {},
): void {
  if (!root || scene.boxes.length === 0) return;
  const { x, y, width, height } = scene.bounds;
  const { clientWidth, clientHeight } = root;
  // Room for the count beside a stack, and for what lies over the canvas.
  const around = { x: x - 48, y: y - 12, width: width + 96, height: height + 24 };
  const top = root.querySelector('.crumbs, .variant-words') ? CRUMBS : 0;
  const room = clientHeight - top;
  const whole = getViewportForBounds(around, clientWidth, room, 0.1, 1.1, 0.04);
  whole.y += top;
  const zoom = readable ? Math.max(READABLE, whole.zoom) : whole.zoom;
  const viewport = { ...whole, zoom };
  if (zoom > whole.zoom) {
    const across = (clientWidth - around.width * zoom) / 2;
    const along = (room - around.height * zoom) / 2;
    // What does not fit begins at the inputs.
    viewport.x = (across < 0 ? 0 : across) - around.x * zoom;
    const start = scene.direction === 'up' ? 2 * along : 0;
    viewport.y = top + (along < 0 ? start : along) - around.y * zoom;
  }
  void flow.setViewport(viewport, { duration });
}

export const motion = () => (matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 180);

export function useCanvasControl({
  root,
  scene,
  focusNode,
  setAdding,
  setConnecting,
  setRefit,
}: ControlOptions): void {
  const store = useEditorStore();
  const flow = useReactFlow();
  useEffect(() => {
    const middle = () => {
      const frame = root.current?.getBoundingClientRect();
      return {
        x: (frame?.left ?? 0) + (frame?.width ?? 0) / 2,
        y: (frame?.top ?? 0) + (frame?.height ?? 0) / 2,
      };
    };
    const show = (id: string) => {
      const box = scene.boxes.find((known) => known.id === id);
      if (!box) return;
      flow.setCenter(box.rect.x + box.rect.width / 2, box.rect.y + box.rect.height / 2, {
        zoom: Math.max(0.8, flow.getZoom()),
        duration: motion(),
      });
    };
    const readOnlyNote = () => {
      if (selectEditable(store.getState())) return false;
      notify('This graph is read-only here.');
      return true;
    };
    return offerCanvas({
      addBlock(id) {
        if (readOnlyNote()) return;
        const { document, view, commit } = store.getState();
        const block = viewBlock(document, id);
        const size = sizeOfNew(document, scene, id);
        const centre = flow.screenToFlowPosition(middle());
        const position = freePlace(
          scene.boxes.map((box) => box.rect),
          size,
          centre,
        );
        commit(addNode({ level: view.openPath, block: id, position }, block?.title));
        announce(`${block?.title ?? id} added`);
      },
      quickAdd() {
        if (readOnlyNote()) return;
        const at = middle();
        const place = flow.screenToFlowPosition(at);
        setAdding({ x: at.x - 160, y: at.y - 160, at: place, looseEnd: null, fitting: () => '' });
      },
      connect() {
        const [id] = store.getState().selection.nodes;
        if (!id) notify('Choose a block first, then press C to connect it.');
        else if (!readOnlyNote()) setConnecting(id);
      },
      arrange() {
        if (readOnlyNote()) return;
        const { view } = store.getState();
        layoutScene(scene).then(
          (positions) => {
            store.getState().commit(applyLayout(view.openPath, positions));
            setRefit((count) => count + 1);
          },
          () => notify('The layout could not be loaded. Check the connection and try again.'),
        );
      },
      fit: () => fitScene(flow, root.current, scene, { duration: motion() }),
      zoomIn: () => void flow.zoomIn({ duration: motion() }),
      zoomOut: () => void flow.zoomOut({ duration: motion() }),
      reveal(id) {
        show(id);
        focusNode(id);
      },
      copy: async () => void (await copySelection(store)),
      cut: () => cutSelection(store),
      paste: () => pasteClipboard(store),
    });
  }, [root, scene, focusNode, setAdding, setConnecting, setRefit, store, flow]);
}
