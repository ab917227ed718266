/** How numbers are spread, as small bars over their range. */
import type { Distribution } from '../../../../runtime/index';
import { formatNumber } from '../../../ui/format';
import { percent } from '../../format';

const HEIGHT = 36;

interface Props {
  readonly title: string;
  readonly tone: 'weights' | 'gradients';
  readonly distribution: Distribution;
}

export function Histogram({ title, tone, distribution }: Props) {
  const { counts, min, max, mean, std, zeros, notFinite } = distribution;
  const known = Number.isFinite(min);
  const most = counts.reduce((top, count) => Math.max(top, count), 1);
  const all = counts.reduce((sum, count) => sum + count, 0);
  // One bar that holds most of all would leave the others without height.
  const log = most > all / 2;
  const height = (count: number) =>
    HEIGHT * (log ? Math.log1p(count) / Math.log1p(most) : count / most);
  const notes = [
    log && known ? 'heights on a log scale' : '',
    zeros > 0.005 ? `${percent(zeros)} zeros` : '',
    notFinite > 0 ? `${notFinite} not a number` : '',
  ].filter(Boolean);
  const label = known
    ? `${title}: from ${short(min)} to ${short(max)}, mean ${short(mean)}, spread ${short(std)}`
    : `${title}: no numbers`;
  return (
    <figure className={`lab-histogram ${tone}`}>
      <svg
        viewBox={`0 0 ${counts.length} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={label}
      >
        {Array.from(counts, (count, bin) => (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a bin is its place
            key={bin}
            x={bin + 0.08}
            width={0.84}
            y={HEIGHT - height(count)}
            height={height(count)}
          />
        ))}
      </svg>
      <figcaption className="numeric" title={label}>
        <span>{known ? short(min) : ''}</span>
        <span>{title}</span>
        <span>{known ? short(max) : ''}</span>
        {notes.length > 0 && <small className="lab-spread-notes">{notes.join(', ')}</small>}
      </figcaption>
    </figure>
  );
}

function short(value: number): string {
  if (value !== 0 && Math.abs(value) < 1e-3)
    return value.toExponential(0).replace('-', '−').replace('e-', 'e−');
  return formatNumber(Number(value.toPrecision(2)));
}
