/** Loads the lab after the first screen, and makes the controller that it works with. */
import { lazy, Suspense, use } from 'react';
import type { RuntimeController } from '../lab/runtimeController';
import { ErrorBoundary } from '../ui/ErrorBoundary';

const LabDrawer = lazy(() =>
  import('../lab/LabDrawer').then((module) => ({ default: module.LabDrawer })),
);

export function LabSlot({ controller }: { readonly controller: Promise<RuntimeController> }) {
  return (
    <ErrorBoundary name="The lab">
      <Suspense fallback={<div className="lab-waiting" />}>
        <Loaded controller={controller} />
      </Suspense>
    </ErrorBoundary>
  );
}

function Loaded({ controller }: { readonly controller: Promise<RuntimeController> }) {
  return <LabDrawer controller={use(controller)} />;
}
