/** The selected block: what it is, its parameters, shapes, cost, maths and spelling elsewhere. */
import { CopyPlus, ExternalLink, Maximize2 } from 'lucide-react';
import type { Cost, GraphNode } from '../../runtime/index';
import { type BlockView, viewBlock } from '../canvas/blockView';
import { originPrefix, typeOfInput, typeOfPort } from '../canvas/origin';
import { hyperparametersAt, own } from '../commands/levels';
import { setLabel, setRepeat } from '../commands/params';
import { useEditor, useEditorStore } from '../store/EditorContext';
import { selectAnalysis, selectEditable, selectLevel } from '../store/selectors';
import { Button } from '../ui/Button';
import { Formula } from '../ui/Formula';
import { familyTitles } from '../ui/families';
import { BlockIcon } from '../ui/icons';
import { BypassRow } from './BypassRow';
import { CostTable } from './CostTable';
import { NumberField } from './NumberField';
import { ParamRow } from './ParamRow';
import { Section } from './Section';
import { type PortShape, ShapeTable } from './ShapeTable';
import { CopiesRow, SharedWeights } from './SharedWeights';
import { TextField } from './TextField';
import { useTrainingCost } from './useTrainingCost';

export function BlockTab({ id }: { readonly id: string }) {
  const store = useEditorStore();
  const document = useEditor((state) => state.document);
  const level = useEditor((state) => state.view.openPath);
  const editable = useEditor(selectEditable);
  const analysis = useEditor(selectAnalysis);
  const open = useEditor(selectLevel);
  const node = own(open.graph.nodes, id);
  if (!node) return null;
  const block = viewBlock(document, node.block);
  const origin = { document, level, analysis };
  const path = `${originPrefix(origin)}${id}`;
  const summary = analysis.nodes.get(path);
  // Of a repeated block the first copy is looked at.
  const inner = summary?.repeat != null ? `${path}/0` : path;
  const errors = analysis.diagnostics.filter(
    ({ at }) => at.param && (at.path === path || at.path === inner),
  );
  const errorOf = (param: string) => errors.find(({ at }) => at.param === param)?.message;
  const names = hyperparametersAt(document, level).map(({ name }) => name);
  const inputs = Object.entries(block?.inputs ?? {}).map(
    ([port, spec]): PortShape => ({ port, spec, type: typeOfInput(origin, id, port) }),
  );
  const outputs = Object.entries(block?.outputs ?? {}).map(
    ([port, spec]): PortShape => ({ port, spec, type: typeOfPort(analysis, `${path}.${port}`) }),
  );

  const weighs = (summary?.cost.params ?? 0) > 0;
  // Without an input, its own output could not be led back to it; without weights it gains nothing.
  const canRepeat = inputs.length > 0 && outputs.length > 0 && (block?.inside || weighs);

  return (
    <>
      <Head node={node} block={block} editable={editable} />
      {block && Object.keys(block.params).length > 0 && (
        <Section title="Parameters">
          {Object.entries(block.params).map(([name, spec]) => (
            <ParamRow
              key={name}
              node={node}
              name={name}
              spec={spec}
              value={summary?.params[name]}
              error={errorOf(name)}
              disabled={!editable}
              names={names}
            />
          ))}
        </Section>
      )}
      {(canRepeat || node.repeat !== undefined) && (
        <Section title="Repeat">
          <div className="param-row">
            <div className="param-label">
              <span>Times in a row</span>
              <i>N</i>
            </div>
            <NumberField
              label="Times in a row"
              written={node.repeat ?? 1}
              min={1}
              max={200}
              whole
              error={errorOf('repeat')}
              disabled={!editable}
              names={names}
              onPreview={(value) =>
                store.getState().preview(setRepeat(level, id, value === 1 ? undefined : value))
              }
              onCommit={() => store.getState().commit()}
              onCancel={() => store.getState().cancel()}
            />
          </div>
          {node.repeat !== undefined && <CopiesRow node={node} disabled={!editable} />}
        </Section>
      )}
      {(node.tie !== undefined || weighs) && (
        <SharedWeights key={id} node={node} disabled={!editable} />
      )}
      {block && inputs.length > 0 && outputs.length > 0 && (
        <BypassRow node={node} block={block} path={path} editable={editable} />
      )}
      <Section title="Shapes">
        <ShapeTable inputs={inputs} outputs={outputs} />
      </Section>
      {summary && <BlockCost path={path} forward={summary.cost} total={analysis.total} />}
      {block?.docs && <Docs block={block} />}
    </>
  );
}

interface BlockCostProps {
  readonly path: string;
  /** Of one example. */
  readonly forward: Cost;
  readonly total: Cost;
}

function BlockCost({ path, forward, total }: BlockCostProps) {
  const { estimate, batch, pending } = useTrainingCost();
  const training = estimate?.training;
  return (
    <Section title="Cost">
      <CostTable
        forward={forward}
        training={training?.nodes.get(path) ?? null}
        batch={batch}
        pending={pending}
        whole={{ forward: total, training: training?.total ?? null }}
      />
    </Section>
  );
}

interface HeadProps {
  readonly node: GraphNode;
  readonly block: BlockView | undefined;
  readonly editable: boolean;
}

function Head({ node, block, editable }: HeadProps) {
  const store = useEditorStore();
  const level = useEditor((state) => state.view.openPath);
  const family = block?.family ?? 'unresolved';
  return (
    <header className={`inspector-head family-${family}`}>
      <div className="inspector-kind">
        <span className={`swatch family-${family}`}>
          <BlockIcon name={block?.icon ?? 'Box'} size={15} />
        </span>
        <span>
          <strong>{block?.title ?? 'Unknown block'}</strong>
          <small>{block ? familyTitles[block.family] : node.block}</small>
        </span>
      </div>
      <TextField
        label="Name on the canvas"
        value={node.label ?? ''}
        placeholder={block?.title ?? node.block}
        disabled={!editable}
        onCommit={(text) => store.getState().commit(setLabel(level, node.id, text))}
      />
      {block?.docs && <p className="inspector-summary">{block.docs.summary}</p>}
      {!block && (
        <p className="inspector-summary">
          There is no block called “{node.block}” here. It may come from a newer Patchbay. It is
          kept as it is; the rest of the graph works on.
        </p>
      )}
      {block?.inside && (
        <Button small onClick={() => store.getState().open([...level, node.id])}>
          {block.own ? <CopyPlus size={14} aria-hidden /> : <Maximize2 size={14} aria-hidden />}
          {block.own ? 'Edit the inside' : 'Look inside'}
        </Button>
      )}
    </header>
  );
}

function Docs({ block }: { readonly block: BlockView }) {
  const { formula, paper, pytorch, keras } = block.docs ?? {};
  return (
    <>
      {formula && (
        <Section title="Maths">
          <Formula latex={formula} />
        </Section>
      )}
      {(pytorch || keras) && (
        <Section title="Elsewhere">
          <dl className="spellings">
            {pytorch && (
              <div>
                <dt>PyTorch</dt>
                <dd>
                  <code>{pytorch}</code>
                </dd>
              </div>
            )}
            {keras && (
              <div>
                <dt>Keras</dt>
                <dd>
                  <code>{keras}</code>
                </dd>
              </div>
            )}
          </dl>
        </Section>
      )}
      {paper && (
        <Section title="Paper">
          <p className="paper">
            {paper.authors}, {paper.year}.{' '}
            <a href={paper.url} target="_blank" rel="noopener noreferrer">
              {paper.title}
              <ExternalLink size={12} aria-label="(opens in a new tab)" />
            </a>
            {paper.where && <span className="muted"> {paper.where}</span>}
          </p>
        </Section>
      )}
    </>
  );
}
