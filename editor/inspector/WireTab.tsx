/** The selected wire: what it carries, from where to where. */
import { Trash2 } from 'lucide-react';
import { edgeKey } from '../../runtime/index';
import { titleOf, viewBlock } from '../canvas/blockView';
import { typeOfWire } from '../canvas/origin';
import { problemsAt } from '../canvas/problems';
import { wireKindNames, wireKindOf } from '../canvas/wireKind';
import { disconnect } from '../commands/edges';
import { own } from '../commands/levels';
import { useEditor, useEditorStore } from '../store/EditorContext';
import { selectAnalysis, selectEditable, selectLevel } from '../store/selectors';
import { Button } from '../ui/Button';
import { Section } from './Section';
import { ShapeAxes } from './ShapeTable';

export function WireTab({ wire }: { readonly wire: string }) {
  const store = useEditorStore();
  const document = useEditor((state) => state.document);
  const level = useEditor((state) => state.view.openPath);
  const analysis = useEditor(selectAnalysis);
  const editable = useEditor(selectEditable);
  const open = useEditor(selectLevel);
  const edge = open.graph.edges.find((known) => edgeKey(known) === wire);
  if (!edge) return null;
  const type = typeOfWire({ document, level, analysis }, edge);
  const problem = problemsAt(analysis.diagnostics, level).inputs.get(wire);
  const name = (id: string, port: string, outer: string) => {
    const node = own(open.graph.nodes, id);
    return node ? `${titleOf(node, viewBlock(document, node.block))}, ${port}` : `${outer} ${port}`;
  };
  return (
    <>
      <header className="inspector-head">
        <h2 className="inspector-title">Wire</h2>
        <dl className="ends">
          <div>
            <dt>from</dt>
            <dd>{name(edge.source, edge.sourcePort, 'input')}</dd>
          </div>
          <div>
            <dt>to</dt>
            <dd>{name(edge.target, edge.targetPort, 'output')}</dd>
          </div>
        </dl>
        {problem && <p className="field-error">{problem.message}</p>}
      </header>
      <Section title="Carries">
        {type ? <ShapeAxes type={type} /> : <p className="muted">Not known yet.</p>}
        <p className="muted inspector-foot">{wireKindNames[wireKindOf(type)]}</p>
      </Section>
      {editable && (
        <div className="inspector-actions">
          <Button small onClick={() => store.getState().commit(disconnect(level, wire))}>
            <Trash2 size={14} aria-hidden />
            Remove the wire
          </Button>
        </div>
      )}
    </>
  );
}
