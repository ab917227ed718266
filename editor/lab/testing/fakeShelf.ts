/** A workspace that keeps nothing; a test puts its own in the place of what it looks at. */
import { createStore } from 'zustand/vanilla';
import type { WorkspaceState } from '../../persistence/workspace';
import type { TrainingShelf } from '../checkpoints';

export function createFakeShelf(own: Partial<TrainingShelf> = {}): TrainingShelf {
  const state = createStore<Pick<WorkspaceState, 'current'>>()(() => ({
    current: { id: 'a', source: null },
  }));
  return {
    state: state as never,
    saveTraining: async () => true,
    loadTraining: async () => null,
    forgetTrainings: async () => {},
    saveBoardTraining: async () => true,
    loadBoardTraining: async () => null,
    forgetBoardTrainings: async () => {},
    onHandOver: () => () => {},
    ...own,
  };
}
