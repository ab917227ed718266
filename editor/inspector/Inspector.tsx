/** The right panel: the selected block or wire, or the graph when nothing is selected. */
import { useEffect, useId, useState } from 'react';
import { useEditor } from '../store/EditorContext';
import { BlockTab } from './BlockTab';
import { GraphTab } from './GraphTab';
import { SelectionTab } from './SelectionTab';
import { WireTab } from './WireTab';
import './inspector.css';

type Tab = 'selection' | 'graph';

export function Inspector() {
  const selection = useEditor((state) => state.selection);
  const selected = selection.nodes.length > 0 || selection.edge !== null;
  const [wish, setWish] = useState<Tab | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another selection shows itself
  useEffect(() => setWish(null), [selection]);
  const tab: Tab = selected ? (wish ?? 'selection') : 'graph';
  const id = useId();
  const word =
    selection.nodes.length > 1
      ? 'Selection'
      : selection.edge !== null && selection.nodes.length === 0
        ? 'Wire'
        : 'Block';
  return (
    <div className="inspector">
      <div className="tabs" role="tablist" aria-label="Inspector">
        <button
          type="button"
          role="tab"
          aria-selected={tab === 'selection'}
          aria-controls={id}
          disabled={!selected}
          onClick={() => setWish('selection')}
        >
          {word}
        </button>
        <button
          type="button"
          role="tab"
          aria-selected={tab === 'graph'}
          aria-controls={id}
          onClick={() => setWish('graph')}
        >
          Graph
        </button>
      </div>
      <div
        className="inspector-body scroll"
        role="tabpanel"
        id={id}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reached by keys
        tabIndex={0}
        aria-label={tab === 'graph' ? 'Graph' : word}
      >
        {tab === 'graph' && <GraphTab />}
        {tab === 'selection' && selection.nodes.length === 1 && (
          <BlockTab key={selection.nodes[0]} id={selection.nodes[0]} />
        )}
        {tab === 'selection' && selection.nodes.length > 1 && (
          <SelectionTab ids={selection.nodes} />
        )}
        {tab === 'selection' && selection.nodes.length === 0 && selection.edge !== null && (
          <WireTab wire={selection.edge} />
        )}
      </div>
    </div>
  );
}
