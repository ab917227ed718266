/** What went wrong, in plain words, with a way to the place. */
import { CircleAlert, Info, Wrench } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Diagnostic, Fix } from '../../runtime/index';
import { diagnosticTitles } from '../../runtime/index';
import type { Command } from '../commands/command';
import { applyFix } from '../commands/fixes';
import { locate } from '../commands/levels';
import { useEditor, useEditorStore } from '../store/EditorContext';
import { Button } from '../ui/Button';
import { announce } from '../ui/notices';

export function Diagnostics({ diagnostics }: { readonly diagnostics: readonly Diagnostic[] }) {
  return (
    <div role={diagnostics.some(({ severity }) => severity === 'error') ? 'alert' : undefined}>
      <ul className="lab-diagnostics">
        {diagnostics.map((diagnostic) => (
          <Problem
            key={`${diagnostic.code} ${diagnostic.at.path} ${diagnostic.at.port} ${diagnostic.message}`}
            diagnostic={diagnostic}
          />
        ))}
      </ul>
    </div>
  );
}

function Problem({ diagnostic }: { readonly diagnostic: Diagnostic }) {
  const store = useEditorStore();
  const open = useEditor((state) => state.open);
  const document = useEditor((state) => state.document);
  const readOnly = useEditor((state) => state.readOnly);
  // One that was made, and one that cannot be made here, change nothing.
  const fixes = (diagnostic.fixes ?? []).filter(
    (fix) => !readOnly && applyFix(fix).apply(document) !== document,
  );
  const { node, level } = locate(diagnostic.at.path ?? '');
  return (
    <DiagnosticItem diagnostic={diagnostic} fixes={fixes} toCommand={applyFix}>
      {node !== null && (
        <Button
          small
          onClick={() => {
            open(level);
            store.getState().select({ nodes: [node] });
          }}
        >
          Show the block
        </Button>
      )}
    </DiagnosticItem>
  );
}

interface DiagnosticItemProps {
  readonly diagnostic: Diagnostic;
  readonly fixes: readonly Fix[];
  readonly toCommand: (fix: Fix) => Command;
  readonly children?: ReactNode;
}

/** One problem in a list of class `lab-diagnostics`, with a button for each fix. */
export function DiagnosticItem({ diagnostic, fixes, toCommand, children }: DiagnosticItemProps) {
  const store = useEditorStore();
  const { code, severity, message, hint } = diagnostic;
  return (
    <li className={severity}>
      {severity === 'info' ? <Info size={16} aria-hidden /> : <CircleAlert size={16} aria-hidden />}
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
            store.getState().commit(toCommand(fix));
            announce(`Done: ${fix.label}`);
          }}
        >
          <Wrench size={13} aria-hidden />
          {fix.label}
        </Button>
      ))}
      {children}
    </li>
  );
}
