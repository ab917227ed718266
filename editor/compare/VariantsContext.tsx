/** Gives components what is done with variants. */
import { createContext, type ReactNode, useContext } from 'react';
import type { VariantActions } from './variantActions';

const VariantsContext = createContext<VariantActions | null>(null);

interface VariantsProviderProps {
  readonly actions: VariantActions;
  readonly children: ReactNode;
}

export function VariantsProvider({ actions, children }: VariantsProviderProps) {
  return <VariantsContext value={actions}>{children}</VariantsContext>;
}

export function useVariants(): VariantActions {
  const actions = useContext(VariantsContext);
  if (!actions) throw new Error('useVariants needs a VariantsProvider above it');
  return actions;
}
