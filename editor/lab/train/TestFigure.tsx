/** How good the trained model is on examples it never saw, and how that was measured. */
import type { TrainSummary } from '../../../runtime/index';
import { formatExact } from '../../ui/format';
import { backendLabels } from '../backendLabels';
import { duration, lossText } from '../format';
import { metricText, testedOn, testTitle } from '../metricWords';

export function TestFigure({ summary }: { readonly summary: TrainSummary }) {
  const { test } = summary;
  const title = test ? testTitle(test.metric.kind) : 'Loss at the end';
  return (
    <figure className="lab-figure" aria-label={title}>
      {test ? (
        <>
          <strong className="numeric">{metricText(test.metric)}</strong>
          <figcaption>
            <span>{title}</span>
            <span className="muted numeric">{testedOn(test.metric, test.examples)}</span>
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
                : 'There were no test examples to try.'}
            </span>
          </figcaption>
        </>
      )}
      <p className="muted numeric">{how(summary)}</p>
    </figure>
  );
}

function how({ steps, seconds, backend, weightsOf }: TrainSummary): string {
  const took = `${formatExact(steps)} steps in ${duration(seconds)} on ${backendLabels[backend]}`;
  return weightsOf === steps
    ? took
    : `${took}; the weights of step ${formatExact(weightsOf)} were best and are kept`;
}
