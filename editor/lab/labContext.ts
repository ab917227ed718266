/** Gives the panels of the lab the controller of the runtime. */
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { LabState } from './labState';
import type { RuntimeController } from './runtimeController';

export const LabContext = createContext<RuntimeController | null>(null);

export function useController(): RuntimeController {
  const controller = useContext(LabContext);
  if (!controller) throw new Error('useController needs a LabDrawer above it');
  return controller;
}

/** A part of the lab's own state; the component is drawn again when that part changes. */
export function useLabState<T>(selector: (state: LabState) => T): T {
  return useStore(useController().lab, selector);
}
