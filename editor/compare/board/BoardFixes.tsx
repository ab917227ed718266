/** Why trainings of the comparison failed, with a press that mends all that failed alike. */
import { applyFixTo } from '../../commands/fixes';
import { DiagnosticItem } from '../../lab/Diagnostics';
import { useEditor } from '../../store/EditorContext';
import type { BoardRow } from './boardRows';
import { sharedProblems } from './sharedProblems';

export function BoardFixes({ rows }: { readonly rows: readonly BoardRow[] }) {
  const readOnly = useEditor((state) => state.readOnly);
  const problems = readOnly ? [] : sharedProblems(rows);
  if (problems.length === 0) return null;
  return (
    <ul className="lab-diagnostics board-fixes">
      {problems.map(({ diagnostic, fixes, variants }) => (
        <DiagnosticItem
          key={`${diagnostic.code} ${diagnostic.message}`}
          diagnostic={diagnostic}
          fixes={fixes}
          toCommand={(fix) => applyFixTo(variants, fix)}
        />
      ))}
    </ul>
  );
}
