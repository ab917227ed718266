/** What to know before pictures are mirrored. */
import { type Experiment, findDataset, type InputNeed } from '../../../runtime/index';

/** Null where it does no harm, or is off. */
export function mirrorRemark(
  { dataset, flip }: Experiment,
  needs: readonly InputNeed[],
): string | null {
  const fields = findDataset(dataset)?.fields(needs) ?? {};
  const ofDigits = Object.values(fields).some(
    (field) => 'labels' in field && field.labels === 'digits',
  );
  return flip && ofDigits ? 'These are digits: most are none in the mirror.' : null;
}
