/** Whether the graph fits the device that computes: its limit, or what is too large and where. */
import { CircleAlert } from 'lucide-react';
import type { Diagnostic, Estimate } from '../../runtime/index';
import { checkLimits } from '../../runtime/index';
import { locate } from '../commands/levels';
import { useEditor, useEditorStore } from '../store/EditorContext';
import { selectAnalysis } from '../store/selectors';
import { Button } from '../ui/Button';
import { formatBytes } from '../ui/format';

/** Nothing until the device is known. */
export function DeviceLimit({ estimate }: { readonly estimate: Estimate | null }) {
  const backend = useEditor((state) => state.backend);
  const problem = useLimitProblem(estimate);
  if (problem) return <TooLarge problem={problem} />;
  if (!backend?.maxBufferBytes) return null;
  return (
    <p className="muted inspector-foot">
      {backend.label} takes up to {formatBytes(backend.maxBufferBytes)} in one buffer here.
    </p>
  );
}

/** Why the graph cannot run, or else cannot be trained, on the device that computes. */
export function useLimitProblem(estimate: Estimate | null): Diagnostic | null {
  const document = useEditor((state) => state.document);
  const analysis = useEditor(selectAnalysis);
  const backend = useEditor((state) => state.backend);
  if (!backend) return null;
  const forward = checkLimits(
    analysis.plan,
    { document, types: analysis.types, batch: 1 },
    backend,
  );
  if (forward || !estimate?.training) return forward;
  const { types, batch, training } = estimate;
  return checkLimits(training.plan, { document, types, batch }, backend);
}

function TooLarge({ problem }: { readonly problem: Diagnostic }) {
  const store = useEditorStore();
  const open = useEditor((state) => state.open);
  const { node, level } = locate(problem.at.path ?? '');
  return (
    <div className="limit" role="status">
      <CircleAlert size={16} aria-hidden />
      <div>
        <p>{problem.message}</p>
        {problem.hint && <p className="muted">{problem.hint}</p>}
        {node !== null && (
          <Button
            small
            onClick={() => {
              open(level);
              store.getState().select({ nodes: [node] });
            }}
          >
            Show the block
          </Button>
        )}
      </div>
    </div>
  );
}
