/** How good the trained model is on examples it never saw, and how that was measured. */
import type { BackendName, TrainSummary } from '../../../runtime/index';
import { formatExact } from '../../ui/format';
import { backendLabels } from '../backendLabels';
import { duration, lossText, percent } from '../format';

export function TestFigure({ summary }: { readonly summary: TrainSummary }) {
  const { testAccuracy, testExamples, accuracyName } = summary;
  const title = testAccuracy !== null ? 'Test accuracy' : 'Loss at the end';
  return (
    <figure className="lab-figure" aria-label={title}>
      {testAccuracy !== null ? (
        <>
          <strong className="numeric">{percent(testAccuracy)}</strong>
          <figcaption>
            <span>{title}</span>
            <span className="muted numeric">
              {formatExact(Math.round(testAccuracy * testExamples))} of {formatExact(testExamples)}{' '}
              {accuracyName === 'accuracy' ? 'test examples right' : accuracyName}
            </span>
          </figcaption>
        </>
      ) : (
        <>
          <strong className="numeric">{lossText(summary.loss)}</strong>
          <figcaption>
            <span>{title}</span>
            <span className="muted">
              {summary.stopped
                ? 'Stopped before the end, so the test set was not tried.'
                : 'This graph has no right or wrong answers to count.'}
            </span>
          </figcaption>
        </>
      )}
      <p className="muted numeric">{how(summary.steps, summary.seconds, summary.backend)}</p>
    </figure>
  );
}

function how(steps: number, seconds: number, backend: BackendName): string {
  return `${formatExact(steps)} steps in ${duration(seconds)} on ${backendLabels[backend]}`;
}
