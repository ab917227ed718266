/** Divides examples into three parts that share none, each with its share of every class. */
import { createRandom } from '../../graph/random';
import type { Part } from './types';

export interface SplitRequest {
  /** Equal keys are equal examples: they stay together. */
  readonly keys: ArrayLike<number>;
  /** Class of each; null where there are none. */
  readonly labels: ArrayLike<number> | null;
  /** Where the files say in which part an example belongs. */
  readonly given?: readonly (Part | null)[];
  readonly validation: number;
  readonly test: number;
  readonly seed: number;
}

export interface ExampleSplit {
  readonly train: readonly number[];
  readonly validation: readonly number[];
  readonly test: readonly number[];
  /** Examples that equal an earlier one. */
  readonly repeated: number;
  /** Those that the files have in two parts, and are left out of all but one. */
  readonly leaked: number;
}

/** Held-out parts first: what is in the test must not be learned. */
const STRICTEST: readonly Part[] = ['test', 'validation', 'train'];

/** Depends on the request alone. Of a class of three or more, each part that has a share gets one. */
export function splitExamples(request: SplitRequest): ExampleSplit {
  const { keys, labels, given, seed } = request;
  const equal = new Map<number, number[]>();
  for (let index = 0; index < keys.length; index++) {
    const group = equal.get(keys[index]);
    if (group) group.push(index);
    else equal.set(keys[index], [index]);
  }
  const parts: Record<Part, number[]> = { train: [], validation: [], test: [] };
  const holds = new Set(given?.filter((part) => part !== null));
  const shares = {
    test: holds.has('test') ? 0 : request.test,
    validation: holds.has('validation') ? 0 : request.validation,
  };
  let leaked = 0;
  const free = new Map<number, number[][]>();
  for (const group of equal.values()) {
    const part = STRICTEST.find((each) => group.some((index) => given?.[index] === each));
    // Training that the files give is where a missing part is taken from.
    if (part === 'test' || part === 'validation') {
      const own = group.filter((index) => given?.[index] === part);
      leaked += group.length - own.length;
      parts[part].push(...own);
      continue;
    }
    const label = labels?.[group[0]] ?? 0;
    const others = free.get(label);
    if (others) others.push(group);
    else free.set(label, [group]);
  }
  const random = createRandom(seed).fork('own');
  for (const [label, groups] of free) {
    const total = groups.reduce((sum, group) => sum + group.length, 0);
    const wanted = (share: number) =>
      share > 0 && groups.length >= 3 ? Math.max(1, Math.round(share * total)) : 0;
    const most = { test: wanted(shares.test), validation: wanted(shares.validation) };
    const taken = { test: 0, validation: 0 };
    const shuffled = random.fork(String(label)).shuffle(groups);
    for (const [place, group] of shuffled.entries()) {
      const part = (['test', 'validation'] as const).find(
        (each) =>
          taken[each] < most[each] && (taken[each] === 0 || fits(taken[each], group, most[each])),
      );
      // The last group is for training, whatever the shares.
      if (part && place < shuffled.length - 1) taken[part] += group.length;
      parts[place < shuffled.length - 1 ? (part ?? 'train') : 'train'].push(...group);
    }
  }
  const inOrder = (indices: readonly number[]) => Array.from(indices).sort((a, b) => a - b);
  return {
    train: inOrder(parts.train),
    validation: inOrder(parts.validation),
    test: inOrder(parts.test),
    repeated: keys.length - equal.size,
    leaked,
  };
}

function fits(taken: number, group: readonly number[], most: number): boolean {
  return taken + group.length <= Math.max(most, 1);
}
