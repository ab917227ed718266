/** Whose weights a block uses: its own, or those of a name that several blocks share. */
import { useId, useState } from 'react';
import type { GraphNode } from '../../runtime/index';
import { setTie } from '../commands/params';
import { useEditor, useEditorStore } from '../store/EditorContext';
import { formatPlural } from '../ui/format';
import { Section } from './Section';
import { freeName, readName, sharedNames, sharers } from './sharing';
import { TextField } from './TextField';

interface Props {
  readonly node: GraphNode;
  readonly disabled: boolean;
}

/** For a repeated block: each copy with weights of its own, or all with the same. */
export function CopiesRow({ node, disabled }: Props) {
  const store = useEditorStore();
  const document = useEditor((state) => state.document);
  const level = useEditor((state) => state.view.openPath);
  const shared = node.tie !== undefined;
  return (
    <div className="param-row">
      <div className="param-label">
        <span>Copies</span>
      </div>
      <select
        className="field"
        aria-label="Copies"
        disabled={disabled}
        value={shared ? 'shared' : 'own'}
        onChange={(event) =>
          store
            .getState()
            .commit(
              setTie(level, node.id, event.target.value === 'shared' ? freeName(document) : ''),
            )
        }
      >
        <option value="own">Own weights</option>
        <option value="shared">Shared weights</option>
      </select>
      <p className="param-about">
        {shared
          ? 'Every copy is the same layer, as in ALBERT and the Universal Transformer.'
          : 'Every copy learns weights of its own.'}
      </p>
    </div>
  );
}

/** The name that weights are shared under; without one, the block has weights of its own. */
export function SharedWeights({ node, disabled }: Props) {
  const store = useEditorStore();
  const document = useEditor((state) => state.document);
  const level = useEditor((state) => state.view.openPath);
  const [refused, setRefused] = useState<string | null>(null);
  const names = useId();
  const others = sharers(document, node);
  const commit = (text: string) => {
    const name = readName(text);
    setRefused(name === null ? text : null);
    if (name !== null) store.getState().commit(setTie(level, node.id, name));
  };
  return (
    <Section title="Weights">
      <div className="param-row">
        <div className="param-label">
          <span>Shared as</span>
        </div>
        <TextField
          label="Name of the shared weights"
          value={node.tie ?? ''}
          placeholder="own weights"
          disabled={disabled}
          list={names}
          onCommit={commit}
        />
        <datalist id={names}>
          {sharedNames(document).map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        {refused !== null && (
          <p className="field-error">
            “{refused}” cannot be a name: take letters, digits and dashes, a letter first.
          </p>
        )}
        <p className="param-about">
          {node.tie === undefined
            ? 'Blocks with the same name here use one set of weights.'
            : others === 0
              ? 'No other block has this name yet.'
              : `One set of weights with ${formatPlural(others, 'other block')}.`}
        </p>
      </div>
    </Section>
  );
}
