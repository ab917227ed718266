/** The course of a figure as a line without an axis. */
const [WIDTH, HEIGHT] = [72, 16];

interface Props {
  /** Null where there is none. */
  readonly values: readonly (number | null)[];
}

export function Sparkline({ values }: Props) {
  return (
    <svg className="sparkline" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      <path d={sparkPath(values)} />
    </svg>
  );
}

/** At most one point a pixel; empty where there is nothing to draw. */
export function sparkPath(values: readonly (number | null)[]): string {
  const { length } = values;
  const count = Math.min(WIDTH, length);
  if (count < 2) return '';
  const picked = Array.from(
    { length: count },
    (_, i) => values[Math.round((i * (length - 1)) / (count - 1))],
  );
  const known = picked.filter((value): value is number => value !== null && Number.isFinite(value));
  const most = Math.max(...known, 0);
  if (known.length === 0 || most === 0) return '';
  let pen = 'M';
  return picked
    .map((value, i) => {
      if (value === null || !Number.isFinite(value)) return '';
      const x = (i * WIDTH) / (count - 1);
      const y = 1 + (HEIGHT - 2) * (1 - value / most);
      const part = `${pen}${x.toFixed(1)} ${y.toFixed(1)}`;
      pen = 'L';
      return part;
    })
    .join('');
}
