/** Numbers as people read them: 86.6 M, 63,082,496, 1.2 GiB. Always English, so links look alike. */

export { formatBytes } from '../../runtime/index';

const exact = new Intl.NumberFormat('en-US', { maximumFractionDigits: 6 });

/** Every digit, with separators: `63,082,496`. */
export function formatExact(value: number): string {
  return Number.isFinite(value) ? exact.format(value) : '–';
}

/** A parameter's value: `512`, `0.0001`, `1e-12`. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return exact.format(value);
  const size = Math.abs(value);
  return size < 1e-4 || size >= 1e15 ? value.toExponential().replace('e+', 'e') : String(value);
}

const steps = [
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
] as const;

/** Three significant digits with a suffix: `86.6 M`, `17.6 G`, `640`. */
export function formatCount(value: number): string {
  if (!Number.isFinite(value)) return '–';
  for (const [index, [size, suffix]] of steps.entries()) {
    if (Math.abs(value) < size) continue;
    const scaled = threeDigits(value / size);
    // 999,950 rounds to 1000 k, which reads as 1.00 M.
    if (scaled === '1000' && index > 0) return `1.00 ${steps[index - 1][1]}`;
    return `${scaled} ${suffix}`;
  }
  return Number.isInteger(value) ? String(value) : value.toFixed(2);
}

/** A share of a whole: `12 %`, `0.4 %`, `< 0.1 %`. */
export function formatShare(part: number, whole: number): string {
  if (!(whole > 0) || !Number.isFinite(part)) return '–';
  const percent = (100 * part) / whole;
  if (percent === 0) return '0 %';
  if (percent < 0.1) return '< 0.1 %';
  return `${percent < 10 ? percent.toFixed(1) : Math.round(percent)} %`;
}

/** `1 block`, `3 blocks`. */
export function formatPlural(count: number, one: string, many = `${one}s`): string {
  return `${formatExact(count)} ${count === 1 ? one : many}`;
}

function threeDigits(value: number): string {
  const size = Math.abs(value);
  return value.toFixed(size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2);
}
