/** Numbers and times in the words that people use. */
import type { LoadProgress } from '../../runtime/index';

/** "almost done", "about 40 s left", "about 3 min left", "about 1 h 20 min left". */
export function timeLeft(seconds: number): string {
  if (!Number.isFinite(seconds)) return '';
  if (seconds < 3) return 'almost done';
  if (seconds < 10) return 'a few seconds left';
  if (seconds < 57.5) return `about ${Math.round(seconds / 5) * 5} s left`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `about ${minutes} min left`;
  const tens = Math.round(seconds / 600) * 10;
  const rest = tens % 60;
  return `about ${Math.floor(tens / 60)} h${rest > 0 ? ` ${rest} min` : ''} left`;
}

/** "0.8 s", "12 s", "3 min 5 s", "1 h 2 min". */
export function duration(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) {
    const rest = whole % 60;
    return `${Math.floor(whole / 60)} min${rest > 0 ? ` ${rest} s` : ''}`;
  }
  const minutes = Math.round((whole % 3600) / 60);
  return `${Math.floor(whole / 3600)} h${minutes > 0 ? ` ${minutes} min` : ''}`;
}

/** "Fetching the trained weights, 12 of 28 MB". */
export function fetchText(bytes: { readonly done: number; readonly total: number | null }): string {
  const megabytes = (value: number) => Math.round(value / 1e6);
  const { done, total } = bytes;
  const share = total === null ? megabytes(done) : `${megabytes(done)} of ${megabytes(total)}`;
  return `Fetching the trained weights, ${share} MB`;
}

/** "Loading the data", "Fetching the data, 12 of 28 MB", "Preparing the data, 40 %". */
export function loadText(progress: LoadProgress | null): string {
  if (!progress || progress.done === 0) return 'Loading the data';
  const { kind, done, total } = progress;
  if (kind === 'preparing') {
    return total ? `Preparing the data, ${percent(done / total)}` : 'Preparing the data';
  }
  const megabytes = (value: number) => (value / 1e6).toFixed(value < 1e7 ? 1 : 0);
  const share = total === null ? megabytes(done) : `${megabytes(done)} of ${megabytes(total)}`;
  return `Fetching the data, ${share} MB`;
}

/** A share as a percentage: "97.7 %", "100 %", "< 0.1 %". Never rounds up to a full 100. */
export function percent(share: number): string {
  if (!Number.isFinite(share)) return 'not a number';
  const value = share * 100;
  if (value > 0 && value < 0.1) return '< 0.1 %';
  const tenths = value < 100 ? Math.min(Math.round(value * 10), 999) / 10 : 100;
  return `${Number.isInteger(tenths) ? tenths : tenths.toFixed(1)} %`;
}

/** A loss with three digits that matter: "2.31", "0.312", "0.0042". */
export function lossText(loss: number): string {
  if (!Number.isFinite(loss)) return 'not a number';
  if (loss !== 0 && Math.abs(loss) < 0.0001) return loss.toExponential(1);
  return Math.abs(loss) < 1 ? String(Number(loss.toPrecision(3))) : loss.toPrecision(3);
}

/** "0.42", "0.003", "0" for a weight of attention. */
export function weightText(value: number): string {
  if (!Number.isFinite(value)) return 'not a number';
  if (value === 0) return '0';
  return value < 0.0005 ? '< 0.001' : value.toFixed(value < 0.1 ? 3 : 2);
}

/** "8 ms", "1.2 s". */
export function milliseconds(value: number): string {
  return value < 1000 ? `${Math.max(1, Math.round(value))} ms` : duration(value / 1000);
}
