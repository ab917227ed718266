/** Everything that is wrong with the graph: where, why, and the change that cures it. */
import { CircleAlert, CircleCheck, Info, TriangleAlert, Wrench } from 'lucide-react';
import { type Diagnostic, diagnosticTitles } from '../../runtime/index';
import { titleOf, viewBlock } from '../canvas/blockView';
import { canvasControl } from '../canvas/canvasActions';
import { applyFix, canApplyFix } from '../commands/fixes';
import { levelAt, locate, own } from '../commands/levels';
import type { EditorStore } from '../store/createEditorStore';
import { useEditor, useEditorStore } from '../store/EditorContext';
import { selectAnalysis } from '../store/selectors';
import { Button } from '../ui/Button';
import { announce } from '../ui/notices';
import { sortProblems } from './problemCount';
import './problems.css';

export function ProblemsPanel() {
  const analysis = useEditor(selectAnalysis);
  const problems = sortProblems(analysis.diagnostics);
  if (problems.length === 0) {
    return (
      <p className="problems-none">
        <CircleCheck size={16} aria-hidden />
        No problems. The graph can run.
      </p>
    );
  }
  return (
    <ul className="problems" aria-label="Problems">
      {problems.map((problem, index) => (
        <Problem
          // biome-ignore lint/suspicious/noArrayIndexKey: equal problems may stand at one place
          key={`${problem.code}${problem.at.path}${problem.at.port}${index}`}
          problem={problem}
        />
      ))}
    </ul>
  );
}

function Problem({ problem }: { readonly problem: Diagnostic }) {
  const store = useEditorStore();
  const document = useEditor((state) => state.document);
  const readOnly = useEditor((state) => state.readOnly);
  const { severity, code, message, hint, at } = problem;
  const fixes = (problem.fixes ?? []).filter((fix) => !readOnly && canApplyFix(document, fix));
  const place = at.path ? placeName(store, at.path) : at.hyperparameter;
  const Icon = severity === 'error' ? CircleAlert : severity === 'warning' ? TriangleAlert : Info;
  return (
    <li className={`problem ${severity}`}>
      <Icon size={16} aria-label={severity} />
      <div className="problem-text">
        <p>
          <strong>{diagnosticTitles[code]}</strong>
          {place && <span className="muted"> {place}</span>}
        </p>
        <p>{message}</p>
        {hint && <p className="muted">{hint}</p>}
      </div>
      <div className="problem-actions">
        {fixes.map((fix) => (
          <Button
            key={fix.label}
            small
            onClick={() => {
              store.getState().commit(applyFix(fix));
              announce(`Done: ${fix.label}`);
            }}
          >
            <Wrench size={13} aria-hidden />
            {fix.label}
          </Button>
        ))}
        {at.path && (
          <Button small variant="quiet" onClick={() => showPlace(store, at.path ?? '')}>
            Show
          </Button>
        )}
      </div>
    </li>
  );
}

/** Opens the level of a place and brings its node into view. */
function showPlace(store: EditorStore, path: string): void {
  const { level, node } = locate(path);
  const state = store.getState();
  if (level.join('/') !== state.view.openPath.join('/')) state.open(level);
  if (node === null) return;
  store.getState().select({ nodes: [node] });
  // The canvas draws the level first.
  setTimeout(() => canvasControl()?.reveal(node), 80);
}

/** "Encoder layer, Multi-head attention". */
function placeName(store: EditorStore, path: string): string {
  const { document } = store.getState();
  const { level, node } = locate(path);
  const ids = node === null ? level : [...level, node];
  return ids
    .map((id, depth) => {
      const found = own(levelAt(document, ids.slice(0, depth))?.graph.nodes ?? {}, id);
      return found ? titleOf(found, viewBlock(document, found.block)) : id;
    })
    .join(', ');
}
