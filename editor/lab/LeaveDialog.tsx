/** Asked before a graph is left that is being trained. */
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { useController, useLabState } from './labContext';

export function LeaveDialog() {
  const controller = useController();
  const leaving = useLabState((state) => state.leaving);
  if (!leaving) return null;
  return (
    <Dialog title="Stop the training?" onClose={() => controller.answerLeave(false)}>
      <p>
        This graph is being trained. Opening another one stops that; what was learned so far is
        saved with this graph.
      </p>
      <div className="dialog-actions">
        <Button onClick={() => controller.answerLeave(false)}>Stay here</Button>
        <Button variant="primary" onClick={() => controller.answerLeave(true)}>
          Stop and open
        </Button>
      </div>
    </Dialog>
  );
}
