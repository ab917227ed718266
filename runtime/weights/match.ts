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
  const candidates = (asked ? [asked] : conventions).flatMap((convention) =>
    prefixesOf(header).map((prefix) => matchWith(specs, header, convention, prefix)),
  );
  return candidates.reduce((best, next) => (explains(next) > explains(best) ? next : best));
}

function explains({ report }: Match): number {
  return report.matched + report.misshaped.length / 2 - report.unexpected.length / 1e6;
}

/** '' and what most names begin with, such as `module.` or `model.encoder.`. */
function prefixesOf({ tensors }: SafetensorsHeader): string[] {
  const names = [...tensors.keys()];
  const prefixes = [''];
  const segments = (names[0] ?? '').split('.').slice(0, -1);
  for (let count = 1; count <= Math.min(3, segments.length); count++) {
    const prefix = `${segments.slice(0, count).join('.')}.`;
    const sharing = names.filter((name) => name.startsWith(prefix)).length;
    if (sharing * 2 >= names.length) prefixes.push(prefix);
  }
  return prefixes;
}

function matchWith(
  specs: readonly WeightSpec[],
  { tensors }: SafetensorsHeader,
  convention: Convention,
  prefix: string,
): Match {
  const stored = (name: string) => tensors.get(prefix + name) ?? tensors.get(name);
  const named = nameTensors(specs, convention, (name) => stored(name)?.shape);
  const missing: MissingWeight[] = [];
  const misshaped: MisfitWeight[] = [];
  const readable: { stored: StoredTensor; named: NamedTensor }[] = [];
  const claimed = new Set<string>();
  for (const tensor of named) {
    const found = stored(tensor.name);
    if (!found) {
      for (const { spec } of tensor.members) {
        missing.push({ name: spec.name, shape: spec.shape, wanted: prefix + tensor.name });
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
