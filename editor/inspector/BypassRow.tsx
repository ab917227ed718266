/** Takes the selected block out of use without taking it away, or says why it cannot be. */
import type { GraphNode } from '../../runtime/index';
import { type BlockView, titleOf } from '../canvas/blockView';
import { whyNotBypass } from '../canvas/whyNotBypass';
import { setBypass } from '../commands/bypass';
import { useEditor, useEditorStore } from '../store/EditorContext';
import { selectAnalysis, selectLevel } from '../store/selectors';
import { showKeys } from '../ui/keys';
import { Section } from './Section';

interface BypassRowProps {
  readonly node: GraphNode;
  readonly block: BlockView;
  /** Origin path of the node. */
  readonly path: string;
  readonly editable: boolean;
}

export function BypassRow({ node, block, path, editable }: BypassRowProps) {
  const store = useEditorStore();
  const document = useEditor((state) => state.document);
  const level = useEditor((state) => state.view.openPath);
  const passes = useEditor(selectAnalysis).bypassed.passes.get(path);
  const { graph } = useEditor(selectLevel);
  const wired = graph.edges.flatMap(({ target, targetPort }) =>
    target === node.id ? [targetPort] : [],
  );
  const on = node.bypass === true;
  const reason = editable ? whyNotBypass(document, level, node.id) : null;
  const title = titleOf(node, block);
  return (
    <Section title="Bypass">
      <div className="param-row">
        <div className="param-label">
          <span>Passes its input on</span>
        </div>
        <button
          type="button"
          role="switch"
          className="switch"
          aria-checked={on}
          aria-label="Bypassed: passes its input on"
          disabled={!editable || (!on && reason !== null)}
          onClick={() => store.getState().commit(setBypass(level, [node.id], !on, title))}
        />
        <p className="param-about">
          {reason ??
            (on ? describePasses(block, passes ?? {}, wired) : <Use editable={editable} />)}
        </p>
      </div>
    </Section>
  );
}

function Use({ editable }: { readonly editable: boolean }) {
  const words = 'What goes in comes out as it is. The block stays, without weights or cost.';
  return (
    <>
      {words}
      {editable && <span> {showKeys('Mod+B')}</span>}
    </>
  );
}

/** Which port stands for which, as the compiler decided. */
function describePasses(
  { inputs, outputs }: BlockView,
  passes: Readonly<Record<string, string>>,
  wired: readonly string[],
) {
  const name = (ports: BlockView['inputs'], port: string) => `“${ports[port]?.label ?? port}”`;
  const pairs = Object.entries(passes).map(
    ([output, input]) => `${name(inputs, input)} goes on as ${name(outputs, output)}`,
  );
  const others = wired.some((port) => !Object.values(passes).includes(port));
  if (pairs.length === 0) return 'What it would pass on is not known yet.';
  const unused = others ? ' What else is wired to it is not used.' : '';
  return `${pairs.join(', ')}.${unused} It has no weights and no cost.`;
}
