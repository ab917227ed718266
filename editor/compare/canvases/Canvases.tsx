/** All variants side by side, in the place of the canvas: read-only, moved and zoomed together. */
import { Maximize, Minus, Plus, ScanSearch } from 'lucide-react';
import { type KeyboardEvent, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { Breadcrumbs } from '../../canvas/Breadcrumbs';
import { canvasControl, offerCanvas } from '../../canvas/canvasActions';
import { useEditor, useEditorStore } from '../../store/EditorContext';
import { selectWhole } from '../../store/selectors';
import { IconButton } from '../../ui/Button';
import { notify } from '../../ui/notices';
import { useVariants } from '../VariantsContext';
import { showSideBySide } from './canvasesView';
import { figurePanes } from './figurePanes';
import { Pane } from './Pane';
import { createSharedView, SharedViewProvider, useShared, useSharedView } from './sharedView';
import { BETWEEN, paneGrid, type Size } from './viewport';
import './canvases.css';

export function Canvases() {
  const [view] = useState(createSharedView);
  return (
    <SharedViewProvider value={view}>
      <Panes />
    </SharedViewProvider>
  );
}

function Panes() {
  const store = useEditorStore();
  const view = useSharedView();
  const actions = useVariants();
  // A gesture in the inspector goes first: figures follow when there is time.
  const whole = useDeferredValue(useEditor((state) => state.draft?.whole ?? selectWhole(state)));
  const level = useEditor((state) => state.view.openPath);
  const loads = useEditor((state) => state.loads);
  const root = useRef<HTMLDivElement>(null);
  const area = useArea(root);
  const figures = useMemo(() => figurePanes(whole, level), [whole, level]);
  const { panes, bounds, differing } = figures;
  const name = `${loads} ${level.join('/')}`;
  useEffect(() => view.setFigure(name, figures), [view, name, figures]);
  useEffect(() => {
    const element = root.current?.querySelector<HTMLElement>('.pane-surface');
    if (!element) return;
    const observer = new ResizeObserver(() =>
      view.setSize({ width: element.clientWidth, height: element.clientHeight }),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [view]);
  useCanvasOffer();
  // What is selected cannot be seen here.
  useEffect(() => store.getState().select({}), [store]);

  const open = async (id: string) => {
    await actions.show(id);
    if (store.getState().view.variant !== id) return;
    showSideBySide(false);
    // The tabs are drawn anew first.
    setTimeout(() => document.querySelector<HTMLElement>(`[data-variant="${id}"]`)?.focus());
  };
  const enter = (id: string) => {
    const inside = panes.some(({ scene }) =>
      scene?.boxes.some((box) => box.id === id && box.inside),
    );
    if (inside) store.getState().open([...level, id]);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    if (level.length > 0) store.getState().open(level.slice(0, -1));
    else void open(store.getState().view.variant);
  };

  const { columns, rows } = paneGrid(panes.length, area, bounds);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys come from the panes in it
    <div ref={root} className="canvases" onKeyDown={onKeyDown}>
      <div
        className="pane-grid"
        style={{
          gap: BETWEEN,
          padding: BETWEEN,
          gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
          gridTemplateRows: `repeat(${rows}, minmax(0, 1fr))`,
        }}
      >
        {panes.map((pane) => (
          <Pane
            key={pane.id}
            pane={pane}
            whole={whole}
            onOpen={(id) => void open(id)}
            onEnter={enter}
          />
        ))}
      </div>
      <Tools differing={differing !== null} />
      {level.length > 0 && <Breadcrumbs />}
    </div>
  );
}

function Tools({ differing }: { readonly differing: boolean }) {
  const view = useSharedView();
  const zoom = useShared(({ viewport }) => Math.round(viewport.zoom * 100));
  return (
    <div className="pane-tools" role="toolbar" aria-label="View of all">
      <IconButton
        label="Show what differs"
        tip="above"
        small
        disabled={!differing}
        onClick={view.fitDiffering}
      >
        <ScanSearch size={15} aria-hidden />
      </IconButton>
      <IconButton label="Zoom out" keys="−" tip="above" small onClick={() => view.zoomBy(0.8)}>
        <Minus size={15} aria-hidden />
      </IconButton>
      <span className="pane-zoom">{zoom} %</span>
      <IconButton label="Zoom in" keys="+" tip="above" small onClick={() => view.zoomBy(1.25)}>
        <Plus size={15} aria-hidden />
      </IconButton>
      <IconButton label="Show all" keys="0" tip="above" align="end" small onClick={view.fitAll}>
        <Maximize size={15} aria-hidden />
      </IconButton>
    </div>
  );
}

function useArea(root: React.RefObject<HTMLElement | null>): Size {
  const [area, setArea] = useState<Size>({ width: 900, height: 600 });
  useEffect(() => {
    const element = root.current;
    if (!element) return;
    const observer = new ResizeObserver(() =>
      setArea({ width: element.clientWidth, height: element.clientHeight }),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [root]);
  return area;
}

/** Keys of the canvas that look work here; those that edit say where to. */
function useCanvasOffer(): void {
  const view = useSharedView();
  useEffect(() => {
    const edit = () => notify('These figures are to look at. Open one by its title to edit it.');
    const refuse = async () => edit();
    return offerCanvas({
      addBlock: edit,
      quickAdd: edit,
      connect: edit,
      arrange: edit,
      reveal(id) {
        showSideBySide(false);
        // The canvas comes back first.
        setTimeout(() => canvasControl()?.reveal(id));
      },
      fit: view.fitAll,
      zoomIn: () => view.zoomBy(1.25),
      zoomOut: () => view.zoomBy(0.8),
      copy: refuse,
      cut: refuse,
      paste: refuse,
    });
  }, [view]);
}
