/** Compares a file with a graph: which convention it follows, what fits, what is missing. */
import { conventions, findConvention } from './conventions';
import { isReadable } from './dtypes';
import { type NamedTensor, nameTensors } from './naming';
import { matchPattern } from './patterns';
import type { SafetensorsHeader } from './safetensors';
import type {
  Convention,
  MisfitWeight,
  MissingWeight,
  StoredTensor,
  UnexpectedTensor,
  WeightReport,
  WeightSpec,
} from './types';

/** What a file would do, and what to read for it. */
export interface Match {
  readonly report: WeightReport;
  /** Tensors that fit, with what they hold of ours. */
  readonly readable: readonly { readonly stored: StoredTensor; readonly named: NamedTensor }[];
}

/** Counters that PyTorch keeps beside its batch statistics. */
const COUNTERS = '{path*}.num_batches_tracked';

/** Tries all conventions, or the one asked for, and keeps the one that explains most. */
export function matchWeights(
  specs: readonly WeightSpec[],
  header: SafetensorsHeader,
  conventionId?: string,
): Match {
  const asked = conventionId === undefined ? null : findConvention(conventionId);
  const prefixes = prefixesOf(header);
  const candidates = (asked ? [asked] : conventions).flatMap((convention) =>
    prefixes.map((_, last) => matchWith(specs, header, convention, prefixes.slice(0, last + 1))),
  );
  return candidates.reduce((best, next) => (explains(next) > explains(best) ? next : best));
}

function explains({ report }: Match): number {
  return report.matched + report.misshaped.length / 2 - report.unexpected.length / 1e6;
}

/** '' and what at least half of the names begin with: `module.`, `module.model.`. */
function prefixesOf({ tensors }: SafetensorsHeader): readonly string[] {
  const names = [...tensors.keys()];
  const prefixes = [''];
  while (prefixes.length <= 4) {
    const prefix = prefixes[prefixes.length - 1];
    const counts = new Map<string, number>();
    for (const name of names) {
      const dot = name.startsWith(prefix) ? name.indexOf('.', prefix.length) : -1;
      if (dot < 0) continue;
      const longer = name.slice(0, dot + 1);
      counts.set(longer, (counts.get(longer) ?? 0) + 1);
    }
    const [longer] = [...counts].find(([, count]) => count * 2 >= names.length) ?? [];
    if (longer === undefined) break;
    prefixes.push(longer);
  }
  return prefixes;
}

/** `prefixes`: what may stand in front of a name, the longest last and the likeliest. */
function matchWith(
  specs: readonly WeightSpec[],
  { tensors }: SafetensorsHeader,
  convention: Convention,
  prefixes: readonly string[],
): Match {
  const likeliest = [...prefixes].reverse();
  const stored = (name: string) => {
    const prefix = likeliest.find((each) => tensors.has(each + name));
    return prefix === undefined ? undefined : tensors.get(prefix + name);
  };
  const named = nameTensors(specs, convention, (name) => stored(name)?.shape);
  const missing: MissingWeight[] = [];
  const misshaped: MisfitWeight[] = [];
  const readable: { stored: StoredTensor; named: NamedTensor }[] = [];
  const claimed = new Set<string>();
  for (const tensor of named) {
    const found = stored(tensor.name);
    if (!found) {
      for (const { spec } of tensor.members) {
        missing.push({ name: spec.name, shape: spec.shape, wanted: likeliest[0] + tensor.name });
      }
      continue;
    }
    claimed.add(found.name);
    const message = misfit(tensor, found);
    if (message === null) readable.push({ stored: found, named: tensor });
    else {
      for (const { spec } of tensor.members) {
        misshaped.push({ name: spec.name, stored: found.name, message });
      }
    }
  }
  const ignored = [COUNTERS, 'num_batches_tracked', ...(convention.ignored ?? [])];
  const unexpected = [...tensors.values()].filter(
    ({ name }) => !claimed.has(name) && ignored.every((pattern) => !matchPattern(pattern, name)),
  );
  const matched = readable.reduce((sum, each) => sum + each.named.members.length, 0);
  const recognised = matched + misshaped.length > 0;
  return {
    readable,
    report: {
      convention: recognised ? { id: convention.id, title: convention.title } : null,
      total: specs.length,
      matched,
      missing,
      misshaped,
      unexpected: unexpected.map(({ name, shape }): UnexpectedTensor => ({ name, shape })),
      conversions: countConversions(readable.map((each) => each.stored)),
    },
  };
}

/** Why a tensor of the file cannot be taken, in words; null where it can. */
function misfit(named: NamedTensor, stored: StoredTensor): string | null {
  if (!isReadable(stored.dtype)) {
    return `stored as ${stored.dtype}; Patchbay reads F32, F16, BF16 and I64`;
  }
  if (stored.shape.join() === named.shape.join()) return null;
  const joined = named.members.length > 1 ? 'joined with its neighbours, ' : '';
  return `${joined}${sizes(named.shape)} in this graph, ${sizes(stored.shape)} in the file`;
}

function sizes(shape: readonly number[]): string {
  return shape.length === 0 ? 'one number' : shape.join(' × ');
}

function countConversions(tensors: readonly StoredTensor[]): WeightReport['conversions'] {
  const counts = new Map<string, number>();
  for (const { dtype } of tensors) {
    if (dtype !== 'F32') counts.set(dtype, (counts.get(dtype) ?? 0) + 1);
  }
  return [...counts].map(([dtype, count]) => ({ dtype, count }));
}
