/** Several selected blocks: what they cost together, and what can be done with all of them. */
import { addCosts } from '../../runtime/index';
import { originPrefix } from '../canvas/origin';
import { duplicate } from '../commands/clipboard';
import { groupNodes, whyNotGroup } from '../commands/group';
import { removeSelection } from '../commands/nodes';
import { useEditor, useEditorStore } from '../store/EditorContext';
import { selectAnalysis, selectEditable } from '../store/selectors';
import { Button } from '../ui/Button';
import { formatPlural } from '../ui/format';
import { CostTable } from './CostTable';
import { Section } from './Section';
import { useTrainingCost } from './useTrainingCost';

export function SelectionTab({ ids }: { readonly ids: readonly string[] }) {
  const store = useEditorStore();
  const document = useEditor((state) => state.document);
  const level = useEditor((state) => state.view.openPath);
  const analysis = useEditor(selectAnalysis);
  const editable = useEditor(selectEditable);
  const prefix = originPrefix({ document, level, analysis });
  const { estimate, batch, pending } = useTrainingCost();
  const training = estimate?.training;
  const paths = ids.map((id) => `${prefix}${id}`);
  const ungroupable = editable ? whyNotGroup(document, level, ids) : null;
  return (
    <>
      <header className="inspector-head">
        <h2 className="inspector-title">{formatPlural(ids.length, 'block')} selected</h2>
      </header>
      <Section title="Cost together">
        <CostTable
          forward={addCosts(paths.flatMap((path) => analysis.nodes.get(path)?.cost ?? []))}
          training={training ? addCosts(paths.flatMap((p) => training.nodes.get(p) ?? [])) : null}
          batch={batch}
          pending={pending}
          whole={{ forward: analysis.total, training: training?.total ?? null }}
        />
      </Section>
      {editable && (
        <div className="inspector-actions">
          <Button small onClick={() => store.getState().commit(duplicate(level, ids))}>
            Duplicate
          </Button>
          <Button
            small
            disabled={ungroupable !== null}
            title={ungroupable ?? undefined}
            onClick={() => store.getState().commit(groupNodes(level, ids))}
          >
            Group into a block
          </Button>
          <Button
            small
            onClick={() => store.getState().commit(removeSelection({ level, nodes: ids }))}
          >
            Delete
          </Button>
          {ungroupable && <p className="inspector-foot muted">{ungroupable}</p>}
        </div>
      )}
    </>
  );
}
