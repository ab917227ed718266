/** The learning rate over the steps of a training, as a small line. */
import { type Experiment, learningRateAt } from '../../../runtime/index';
import { formatExact, formatNumber } from '../../ui/format';
import { scheduleTitles } from './experiments';

const POINTS = 120;
const HEIGHT = 32;

export function RateCurve({ experiment }: { readonly experiment: Experiment }) {
  const { steps, schedule = 'cosine' } = experiment;
  if (steps < 1) return null;
  const count = Math.min(POINTS, steps);
  const rates = Array.from({ length: count }, (_, point) =>
    learningRateAt(stepOf(point, count, steps), experiment),
  );
  const largest = Math.max(...rates);
  const path = rates
    .map((rate, point) => `${point === 0 ? 'M' : 'L'}${point} ${HEIGHT * (1 - rate / largest)}`)
    .join('');
  const [from, to] = [rates[0], rates[count - 1]].map((rate) =>
    rate < largest / 1000 ? 'about 0' : rounded(rate),
  );
  const label = `Learning rate, ${scheduleTitles[schedule].toLowerCase()}: ${from} at first, ${rounded(largest)} at most, ${to} in step ${formatExact(steps)}`;
  return (
    <figure className="lab-rate" role="img" aria-label={label}>
      <svg
        viewBox={`0 -1 ${Math.max(1, count - 1)} ${HEIGHT + 2}`}
        preserveAspectRatio="none"
        aria-hidden
      >
        <path d={path} />
      </svg>
      <figcaption aria-hidden>
        <span>{from}</span>
        <span>at most {rounded(largest)}</span>
        <span>{to}</span>
      </figcaption>
    </figure>
  );
}

/** The first and the last point are the first and the last step. */
function stepOf(point: number, count: number, steps: number): number {
  return count === 1 ? 0 : Math.round((point * (steps - 1)) / (count - 1));
}

function rounded(rate: number): string {
  return formatNumber(Number(rate.toPrecision(2)));
}
