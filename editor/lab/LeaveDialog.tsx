/** Asked before a graph is left, or a variant of it, that is being trained or cannot be kept. */
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { useController, useLabState } from './labContext';

const words = {
  graph: {
    title: 'Stop the training?',
    text: 'This graph is being trained. Opening another one stops that; what was learned so far is saved with this graph.',
    leave: 'Stop and open',
  },
  variant: {
    title: 'Stop the training?',
    text: 'This variant is being trained. Showing another one stops that; what was learned so far is saved with this variant.',
    leave: 'Stop and show',
  },
  board: {
    title: 'Stop the comparison?',
    text: 'The variants of this graph are being trained. Opening another one stops that; what was learned so far is saved with this graph, and Resume goes on from there.',
    leave: 'Stop and open',
  },
  weights: {
    title: 'Drop the weights?',
    text: 'What this variant learned could not be saved on this computer. Showing another one drops it. The weights menu of the lab saves it as a file.',
    leave: 'Drop and show',
  },
} as const;

export function LeaveDialog() {
  const controller = useController();
  const leaving = useLabState((state) => state.leaving);
  if (!leaving) return null;
  const { title, text, leave } = words[leaving];
  return (
    <Dialog title={title} onClose={() => controller.answerLeave(false)}>
      <p>{text}</p>
      <div className="dialog-actions">
        <Button onClick={() => controller.answerLeave(false)}>Stay here</Button>
        <Button variant="primary" onClick={() => controller.answerLeave(true)}>
          {leave}
        </Button>
      </div>
    </Dialog>
  );
}
