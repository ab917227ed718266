/** The loss along the window: how much it helps to have read more. */
import { lossText } from '../../format';

const HEIGHT = 60;

export function PlaceCurve({ values }: { readonly values: Float32Array }) {
  const known = Array.from(values, (value, place) => ({ value, place })).filter(({ value }) =>
    Number.isFinite(value),
  );
  if (known.length < 2) return null;
  const most = Math.max(...known.map(({ value }) => value), Number.MIN_VALUE);
  const path = known
    .map(({ value, place }, i) => `${i === 0 ? 'M' : 'L'}${place} ${HEIGHT * (1 - value / most)}`)
    .join('');
  const [first, last] = [known[0], known[known.length - 1]];
  const label = `Loss by place in the window: ${lossText(first.value)} at place ${first.place + 1}, ${lossText(last.value)} at place ${last.place + 1}`;
  return (
    <figure className="lab-places" role="img" aria-label={label}>
      <figcaption aria-hidden>
        <span>Loss by place in the window, from 0</span>
        <span>at most {lossText(most)}</span>
      </figcaption>
      <svg
        viewBox={`0 -1 ${Math.max(1, values.length - 1)} ${HEIGHT + 2}`}
        preserveAspectRatio="none"
        aria-hidden
      >
        <path d={path} />
      </svg>
      <figcaption aria-hidden>
        <span>
          {lossText(first.value)} at place {first.place + 1}
        </span>
        <span>
          {lossText(last.value)} at place {last.place + 1}
        </span>
      </figcaption>
    </figure>
  );
}
