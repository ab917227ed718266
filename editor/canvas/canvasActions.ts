/** What the rest of the editor may ask of the canvas, and what nodes may ask of it. */
import { createContext, useContext } from 'react';

/** Offered to nodes. */
export interface CanvasActions {
  openNode(id: string): void;
}

export const CanvasActionsContext = createContext<CanvasActions>({ openNode: () => undefined });

export function useCanvasActions(): CanvasActions {
  return useContext(CanvasActionsContext);
}

/** Offered to palette, problems and shortcuts. */
export interface CanvasControl {
  /** Adds a block near the middle of the view, where it covers nothing. */
  addBlock(id: string): void;
  /** Opens the search at the middle of the view. */
  quickAdd(): void;
  /** Starts wiring the selected node from a list. */
  connect(): void;
  arrange(): void;
  fit(): void;
  zoomIn(): void;
  zoomOut(): void;
  /** Brings a node of the open level into view and gives it the focus. */
  reveal(id: string): void;
  copy(): Promise<void>;
  cut(): Promise<void>;
  paste(): Promise<void>;
}

let control: CanvasControl | null = null;

/** Called by the canvas while it is mounted; returns what takes it back. */
export function offerCanvas(next: CanvasControl): () => void {
  control = next;
  return () => {
    if (control === next) control = null;
  };
}

/** The canvas on the page; null while there is none. */
export function canvasControl(): CanvasControl | null {
  return control;
}
