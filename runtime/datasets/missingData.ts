/** What to tell where the site has no data pack for a data set. */
import type { Diagnostic } from '../graph/diagnostics';
import { findDataset } from './registry';

/** With a way to the part that every site has, where there is one. */
export function missingData(id: string, pack: string): Diagnostic {
  const info = findDataset(id);
  const smaller = info?.smaller === undefined ? undefined : findDataset(info.smaller);
  return {
    code: 'run/pack',
    severity: 'error',
    message: smaller
      ? `This site does not have all of ${smaller.title}.`
      : `This site does not have the data set “${info?.title ?? id}”.`,
    hint: `Whoever runs the site adds it with: npm run data -- ${pack}. Your graph is unchanged.`,
    at: {},
    ...(smaller && {
      fixes: [
        {
          label: 'Use the small part',
          edits: [{ kind: 'setExperiment', part: { dataset: smaller.id } }],
        },
      ],
    }),
  };
}
