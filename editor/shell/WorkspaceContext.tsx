/** Gives components the workspace: what is open, whether it is saved, what can be opened. */
import { createContext, type ReactNode, useContext } from 'react';
import { useStore } from 'zustand';
import type { Workspace, WorkspaceState } from '../persistence/workspace';

const WorkspaceContext = createContext<Workspace | null>(null);

interface WorkspaceProviderProps {
  readonly workspace: Workspace;
  readonly children: ReactNode;
}

export function WorkspaceProvider({ workspace, children }: WorkspaceProviderProps) {
  return <WorkspaceContext value={workspace}>{children}</WorkspaceContext>;
}

export function useWorkspace(): Workspace {
  const workspace = useContext(WorkspaceContext);
  if (!workspace) throw new Error('useWorkspace needs a WorkspaceProvider above it');
  return workspace;
}

/** A part of the workspace's state; follows it. */
export function useWorkspaceState<T>(select: (state: WorkspaceState) => T): T {
  return useStore(useWorkspace().state, select);
}
