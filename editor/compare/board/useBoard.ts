/** What the board trains, for components of the lab. */
import { useStore } from 'zustand';
import { useController } from '../../lab/labContext';
import type { BoardState } from './boardState';

/** A part of the board's state; the component is drawn again when that part changes. */
export function useBoard<T>(selector: (state: BoardState) => T): T {
  return useStore(useController().board.state, selector);
}
