/** Why trainings of the comparison failed, with a press that mends all that failed alike. */
import { CircleAlert, Wrench } from 'lucide-react';
import { diagnosticTitles } from '../../../runtime/index';
import { applyFixTo } from '../../commands/fixes';
import { useEditor, useEditorStore } from '../../store/EditorContext';
import { Button } from '../../ui/Button';
import { announce } from '../../ui/notices';
import type { BoardRow } from './boardRows';
import { sharedProblems } from './sharedProblems';

export function BoardFixes({ rows }: { readonly rows: readonly BoardRow[] }) {
  const store = useEditorStore();
  const readOnly = useEditor((state) => state.readOnly);
  const problems = readOnly ? [] : sharedProblems(rows);
  if (problems.length === 0) return null;
  return (
    <ul className="lab-diagnostics board-fixes">
      {problems.map(({ diagnostic: { code, message, hint }, fixes, variants }) => (
        <li key={`${code} ${message}`}>
          <CircleAlert size={16} aria-hidden />
          <div>
            <strong>{diagnosticTitles[code]}</strong>
            <p>{message}</p>
            {hint && <p className="muted">{hint}</p>}
          </div>
          {fixes.map((fix) => (
            <Button
              key={fix.label}
              small
              onClick={() => {
                store.getState().commit(applyFixTo(variants, fix));
                announce(`Done: ${fix.label}`);
              }}
            >
              <Wrench size={13} aria-hidden />
              {fix.label}
            </Button>
          ))}
        </li>
      ))}
    </ul>
  );
}
