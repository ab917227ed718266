/** Numbers that a user gives for a sequence or a volume, held against what the input takes. */
import type { InputLeaf } from '../compiler/inputNeeds';
import { type Diagnostic, failure, type Result, success } from '../graph/diagnostics';
import { sizeOf, type ValueType } from '../graph/types';
import type { InputData, SeenInput } from '../protocol';

/**
 * `type` is that of the leaf, batch 1. The numbers have its shape, with or without the batch, or lie
 * in one row of as many.
 */
export function prepareTensor(
  leaf: InputLeaf,
  { shape }: ValueType,
  { data, shape: given }: InputData & { kind: 'tensor' },
): Result<{ values: Float32Array; seen: SeenInput }> {
  const wanted = shape.slice(1);
  const found = given.length === shape.length && given[0] === 1 ? given.slice(1) : given;
  const axes = leaf.spec.axes ?? wanted.map((_, axis) => `axis ${axis + 1}`);
  const misfit =
    sizeOf(given) === data.length
      ? describeMisfit(axes, wanted, found)
      : `These are ${data.length} numbers for a shape of ${given.join(' x ')}.`;
  if (misfit) {
    return failure(
      problem(leaf, misfit, 'Change the sizes of this block, or give it numbers of its sizes.'),
    );
  }
  if (!data.every(Number.isFinite)) {
    return failure(
      problem(
        leaf,
        'Some of these numbers are missing or infinite.',
        'Look through the file for empty places.',
      ),
    );
  }
  const values = Float32Array.from(data);
  return success({ values, seen: { kind: 'tensor', shape: wanted, axes, data: values } });
}

/** What does not fit, in a sentence; null where all does. */
function describeMisfit(
  axes: readonly string[],
  wanted: readonly number[],
  found: readonly number[],
): string | null {
  const takes = `this input takes ${axes.map((axis, i) => `${axis} ${wanted[i]}`).join(', ')}`;
  if (found.length === 1 && wanted.length !== 1) {
    const total = sizeOf(wanted);
    if (found[0] === total) return null;
    return `These are ${found[0]} numbers; ${takes}, ${total} in all.`;
  }
  if (found.length !== wanted.length) {
    return `These numbers have ${found.length} axes; ${takes}.`;
  }
  const wrong = wanted.findIndex((size, axis) => size !== found[axis]);
  if (wrong < 0) return null;
  return `${sentence(axes[wrong])} is ${found[wrong]} here; ${takes}.`;
}

const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function problem(leaf: InputLeaf, message: string, hint: string): Diagnostic {
  return { code: 'run/input', severity: 'error', message, hint, at: { path: leaf.name } };
}
