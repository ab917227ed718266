/** Gives components what opens other graphs. */
import { createContext, useContext } from 'react';
import type { OpenActions } from './openActions';

export const OpenContext = createContext<OpenActions | null>(null);

/** Null where nothing else can be opened. */
export function useOpen(): OpenActions | null {
  return useContext(OpenContext);
}
