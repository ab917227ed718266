/** Told before a training: the memory that a step will take, or why it does not fit the device. */
import { peakBytesOn } from '../../runtime/index';
import { useLimitProblem } from '../inspector/DeviceLimit';
import { useTrainingCost } from '../inspector/useTrainingCost';
import { useEditor } from '../store/EditorContext';
import { formatBytes, formatExact } from '../ui/format';
import './memoryNote.css';

export function MemoryNote() {
  const { estimate, pending, batch } = useTrainingCost();
  const backend = useEditor((state) => state.backend);
  const problem = useLimitProblem(pending ? null : estimate);
  if (problem) {
    return (
      <p className="lab-memory over">
        {problem.message} {problem.hint}
      </p>
    );
  }
  const plan = estimate?.training?.plan;
  if (!plan) return null;
  const bytes = peakBytesOn(plan, backend?.backend);
  // A size is not parted from its unit at the end of a line.
  const text = formatBytes(bytes).replace(' ', '\u00a0');
  return (
    <p
      className={pending ? 'lab-memory pending' : 'lab-memory'}
      title={`${formatExact(bytes)} bytes`}
    >
      A step with batch {formatExact(batch)} takes about {text} of memory.
    </p>
  );
}
