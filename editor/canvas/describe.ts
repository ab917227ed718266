/** What a screen reader says of a node: name, values, what comes out, problems. */
import type { Diagnostic, TensorType } from '../../runtime/index';
import type { Box } from './scene';
import { spokenShape } from './wireKind';

/** "Multi-head attention, heads 8, output tokens 65 by d_model 64, problem: ...". */
export function describeBox(
  box: Box,
  outputs: readonly (TensorType | undefined)[],
  /** Of a repeated node, once its expression is worked out. */
  repeat: number | null,
  problems: readonly Diagnostic[],
): string {
  const parts = [box.title];
  if (box.kind === 'input' || box.kind === 'output') parts.push(`${box.kind} of this block`);
  if (box.kind === 'unresolved') parts.push('unknown block');
  if (box.bypassed) parts.push('bypassed');
  if (box.repeat) parts.push(`repeated ${repeat ?? box.repeat} times`);
  for (const param of box.params) parts.push(param.hint.toLowerCase().replace(': ', ' '));
  const type = outputs[0];
  if (type) parts.push(`output ${spokenShape(type)}`);
  if (box.inside) parts.push('can be opened');
  if (problems.length > 0) {
    const more = problems.length > 1 ? `, and ${problems.length - 1} more` : '';
    parts.push(`problem: ${problems[0].message}${more}`);
  }
  return parts.join(', ');
}
