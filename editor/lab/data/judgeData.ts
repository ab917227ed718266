/** Whether data sets fit a graph, and the ways to make them fit. */
import {
  checkFit,
  type DatasetInfo,
  type Diagnostic,
  type Fix,
  type InputNeed,
} from '../../../runtime/index';

/** One way to make data fit: a change for each input that it does not fit. */
export interface DataWay {
  /** To go on with after "Use it and ": "resize the pictures to 28 x 28". */
  readonly words: string;
  readonly fixes: readonly Fix[];
}

export interface DataFit {
  /** `adapts`: there is a way for every misfit. */
  readonly kind: 'fits' | 'adapts' | 'misfit';
  readonly misfits: readonly Diagnostic[];
  /** What changes least, first; empty where it fits and where it cannot be made to. */
  readonly ways: readonly DataWay[];
}

/** As it is, whatever the experiment allows for the data that it has now. */
export function judgeData(info: DatasetInfo, needs: readonly InputNeed[]): DataFit {
  const misfits = checkFit(info, needs, {});
  if (misfits.length === 0) return { kind: 'fits', misfits, ways: [] };
  const choices = misfits.map(({ fixes = [] }) => fixes);
  if (choices.some((fixes) => fixes.length === 0)) return { kind: 'misfit', misfits, ways: [] };
  const most = Math.max(...choices.map((fixes) => fixes.length));
  const ways = Array.from({ length: most }, (_, choice) =>
    wayOf(choices.map((fixes) => fixes[Math.min(choice, fixes.length - 1)])),
  );
  return { kind: 'adapts', misfits, ways };
}

function wayOf(fixes: readonly Fix[]): DataWay {
  const labels = [...new Set(fixes.map(({ label }) => lower(label)))];
  const words = labels.length > 2 ? `make ${labels.length} changes` : labels.join(' and ');
  return { words, fixes };
}

/** As it stands within a sentence. */
function lower(label: string): string {
  return label.charAt(0).toLowerCase() + label.slice(1);
}
