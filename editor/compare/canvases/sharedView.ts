/** What all panes have in common: the viewport, and the block that is pointed at. */
import { createContext, useContext } from 'react';
import { type StoreApi, useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Rect } from '../../canvas/geometry';
import {
  type Beginning,
  fitRect,
  keepInSight,
  resized,
  type Size,
  startView,
  type Viewport,
  zoomAt,
} from './viewport';

export interface SharedState {
  readonly viewport: Viewport;
  /** Of each pane, px; null until one is measured. */
  readonly size: Size | null;
  /** What the block is called in all panes. */
  readonly pointed: string | null;
}

/** What all panes draw. */
export interface SharedFigure extends Beginning {
  /** Round what differs; null where nothing does. */
  readonly differing: Rect | null;
}

export interface SharedView extends StoreApi<SharedState> {
  /** Says what is drawn; the first time, and when `name` is another, its beginning is shown. */
  setFigure(name: string, figure: SharedFigure): void;
  setSize(size: Size): void;
  move(change: (view: Viewport, size: Size) => Viewport): void;
  zoomBy(factor: number): void;
  fitAll(): void;
  fitDiffering(): void;
  point(key: string | null): void;
}

const nothing: Rect = { x: 0, y: 0, width: 0, height: 0 };

export function createSharedView(): SharedView {
  const store = createStore<SharedState>(() => ({
    viewport: { x: 0, y: 0, zoom: 1 },
    size: null,
    pointed: null,
  }));
  let name = '';
  let figure: SharedFigure = { bounds: nothing, first: null, direction: 'up', differing: null };
  /** The figure that was brought into view. */
  let begun: string | null = null;

  function begin(): void {
    const { size } = store.getState();
    if (!size || name === '' || begun === name) return;
    begun = name;
    store.setState({ viewport: startView(figure, size) });
  }
  function move(change: (view: Viewport, size: Size) => Viewport): void {
    const { viewport, size } = store.getState();
    if (!size) return;
    store.setState({ viewport: keepInSight(change(viewport, size), figure.bounds, size) });
  }
  return {
    ...store,
    move,
    setFigure(next, drawn) {
      name = next;
      figure = drawn;
      begin();
    },
    setSize(size) {
      const before = store.getState().size;
      store.setState({ size });
      if (before && begun !== null) move((view) => resized(view, before, size));
      begin();
    },
    zoomBy: (factor) =>
      move((view, { width, height }) => zoomAt(view, { x: width / 2, y: height / 2 }, factor)),
    fitAll: () => move((_, size) => fitRect(figure.bounds, size)),
    fitDiffering: () => move((_, size) => fitRect(figure.differing ?? figure.bounds, size)),
    point(key) {
      if (store.getState().pointed !== key) store.setState({ pointed: key });
    },
  };
}

const SharedViewContext = createContext<SharedView | null>(null);
export const SharedViewProvider = SharedViewContext;

export function useSharedView(): SharedView {
  const view = useContext(SharedViewContext);
  if (!view) throw new Error('useSharedView needs a SharedViewProvider above it');
  return view;
}

export function useShared<T>(read: (state: SharedState) => T): T {
  return useStore(useSharedView(), read);
}
