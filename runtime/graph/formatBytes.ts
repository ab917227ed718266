/** Sizes of memory as people read them. */

const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];

/** Bytes in powers of 1,024: `640 bytes`, `1.25 GiB`. */
export function formatBytes(bytes: number): string {
  if (!Number.isFinite(bytes)) return '–';
  let value = bytes;
  let unit = 0;
  while (Math.abs(value) >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  if (unit === 0) return `${Math.round(value)} bytes`;
  const size = Math.abs(value);
  // 1,023.9 MiB would be four digits.
  if (size >= 999.5 && unit < units.length - 1)
    return `${(value / 1024).toFixed(2)} ${units[unit + 1]}`;
  return `${value.toFixed(size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2)} ${units[unit]}`;
}
