/** The open graph as a whole: its name, its hyperparameters, what it costs. */
import { peakBytesOn } from '../../runtime/index';
import { originPrefix } from '../canvas/origin';
import { setBlockTitle } from '../commands/composites';
import { setDescription, setTitle } from '../commands/document';
import { useEditor, useEditorStore } from '../store/EditorContext';
import { selectAnalysis, selectLevel, selectWhole } from '../store/selectors';
import { formatCount, formatExact, formatPlural } from '../ui/format';
import { CostTable } from './CostTable';
import { DeviceLimit } from './DeviceLimit';
import { Hyperparameters } from './Hyperparameters';
import { Section } from './Section';
import { TextField } from './TextField';
import { useTrainingCost } from './useTrainingCost';
import { VariantSection } from './VariantSection';

export function GraphTab() {
  const store = useEditorStore();
  const document = useEditor((state) => state.document);
  const whole = useEditor(selectWhole);
  const readOnly = useEditor((state) => state.readOnly);
  const analysis = useEditor(selectAnalysis);
  const open = useEditor(selectLevel);
  const { plan, total, buffers } = analysis;
  const backend = useEditor((state) => state.backend);
  const { estimate, batch, pending } = useTrainingCost();
  const training = estimate?.training ?? null;
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
              value={whole.title}
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
            {open.kind === 'definition' ? (
              <TextField
                label="Title of the block"
                value={open.graph.title}
                disabled={readOnly}
                onCommit={(text) => store.getState().commit(setBlockTitle(open.id, text))}
              />
            ) : (
              <h2 className="inspector-title">{open.title}</h2>
            )}
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
      <VariantSection />
      <Hyperparameters />
      {part && (
        <Section title="Cost of this block">
          <CostTable
            forward={part}
            training={training?.nodes.get(opened.slice(0, -1)) ?? null}
            batch={batch}
            pending={pending}
            whole={{ forward: total, training: training?.total ?? null }}
          />
        </Section>
      )}
      <Section title="Cost of the whole graph">
        <CostTable
          forward={{ ...total, peakBytes: peakBytesOn(plan, backend?.backend) }}
          training={
            training && {
              ...training.total,
              peakBytes: peakBytesOn(training.plan, backend?.backend),
            }
          }
          batch={batch}
          pending={pending}
        />
        {buffers > 0 && (
          <p className="muted inspector-foot" title={formatExact(buffers)}>
            Beside the parameters it keeps {formatCount(buffers)} running statistics.
          </p>
        )}
        {estimate && !training && (
          <p className="muted inspector-foot">{estimate.diagnostics.at(-1)?.message}</p>
        )}
        <DeviceLimit estimate={pending ? null : estimate} />
      </Section>
    </>
  );
}
