/** The open graph as a whole: its name, its hyperparameters, what it costs. */

import { originPrefix } from '../canvas/origin';
import { setDescription, setTitle } from '../commands/document';
import { useEditor, useEditorStore } from '../store/EditorContext';
import { selectAnalysis, selectLevel } from '../store/selectors';
import { formatBytes, formatCount, formatExact, formatPlural } from '../ui/format';
import { CostTable } from './CostTable';
import { Hyperparameters } from './Hyperparameters';
import { Section } from './Section';
import { TextField } from './TextField';

export function GraphTab() {
  const store = useEditorStore();
  const document = useEditor((state) => state.document);
  const readOnly = useEditor((state) => state.readOnly);
  const analysis = useEditor(selectAnalysis);
  const open = useEditor(selectLevel);
  const { plan, total, buffers } = analysis;
  const level = useEditor((state) => state.view.openPath);
  const opened = level.length > 0 ? originPrefix({ document, analysis, level }) : '';
  // The prefix ends in the copy that is looked at: `encoder/0/`.
  const part = analysis.nodes.get(opened.slice(0, -1))?.cost;
  const nodes = Object.keys(open.graph.nodes).length;
  return (
    <>
      <header className="inspector-head">
        {open.kind === 'document' ? (
          <>
            <TextField
              label="Title of the graph"
              value={document.title}
              disabled={readOnly}
              onCommit={(text) => store.getState().commit(setTitle(text))}
            />
            <TextField
              label="Description"
              value={document.description ?? ''}
              placeholder="What this graph is about"
              rows={3}
              disabled={readOnly}
              onCommit={(text) => store.getState().commit(setDescription(text))}
            />
          </>
        ) : (
          <>
            <h2 className="inspector-title">{open.title}</h2>
            <p className="inspector-summary">
              {open.kind === 'builtin'
                ? 'The inside of a built-in block. Edit a copy to change it.'
                : 'A block of this graph: an edit changes every place where it is used.'}
            </p>
          </>
        )}
        <p className="muted">
          {formatPlural(nodes, 'block')}, {formatPlural(open.graph.edges.length, 'wire')}
        </p>
      </header>
      <Hyperparameters />
      {part && (
        <Section title="Cost of this block">
          <CostTable cost={part} total={total} />
        </Section>
      )}
      <Section title="Cost of the whole graph">
        <CostTable cost={total} />
        {plan && (
          <dl className="figures">
            <div>
              <dt title="Most memory held at once while it runs on one example">Peak memory</dt>
              <dd title={`${formatExact(plan.peakBytes)} bytes`}>{formatBytes(plan.peakBytes)}</dd>
            </div>
            <div>
              <dt title="Kernels started on the device for one run">Dispatches</dt>
              <dd>{formatExact(plan.dispatches)}</dd>
            </div>
            {buffers > 0 && (
              <div>
                <dt title="Running statistics: kept, but not learned">Buffers</dt>
                <dd title={formatExact(buffers)}>{formatCount(buffers)}</dd>
              </div>
            )}
          </dl>
        )}
        <p className="muted inspector-foot">
          For one example; training needs about three times as much.
        </p>
      </Section>
    </>
  );
}
