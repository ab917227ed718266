/** Named values of the open level: change one, and every block that uses it follows. */
import { Plus, Trash2 } from 'lucide-react';
import { useId, useMemo, useState } from 'react';
import { type GraphFragment, type Hyperparameter, namesIn } from '../../runtime/index';
import {
  addHyperparameter,
  isHyperparameterName,
  removeHyperparameter,
  setHyperparameter,
} from '../commands/hyperparameters';
import { hyperparametersAt } from '../commands/levels';
import { useEditor, useEditorStore } from '../store/EditorContext';
import { selectAnalysis, selectEditable, selectLevel } from '../store/selectors';
import { Button, IconButton } from '../ui/Button';
import { formatNumber, formatPlural } from '../ui/format';
import { NumberField } from './NumberField';
import { Section } from './Section';

export function Hyperparameters() {
  const document = useEditor((state) => state.document);
  const level = useEditor((state) => state.view.openPath);
  const open = useEditor(selectLevel);
  const editable = useEditor(selectEditable);
  const list = hyperparametersAt(document, level);
  const uses = useMemo(() => countUses(open.graph), [open.graph]);
  if (open.kind === 'builtin') return null;
  return (
    <Section title={open.kind === 'document' ? 'Hyperparameters' : 'Parameters of this block'}>
      {list.map((entry) => (
        <HyperparameterRow
          key={entry.name}
          entry={entry}
          uses={uses.get(entry.name) ?? 0}
          names={list.map(({ name }) => name).filter((name) => name !== entry.name)}
          editable={editable}
        />
      ))}
      {list.length === 0 && (
        <p className="muted">
          Named values such as <code>d_model</code>: use one in any parameter, and change all of
          them in one place.
        </p>
      )}
      {editable && <NewHyperparameter taken={list.map(({ name }) => name)} />}
    </Section>
  );
}

/** How many blocks use each name. */
function countUses(graph: GraphFragment): ReadonlyMap<string, number> {
  const uses = new Map<string, number>();
  for (const node of Object.values(graph.nodes)) {
    const written = [...Object.values(node.params), node.repeat ?? 0];
    const names = new Set(
      written.flatMap((value) => (typeof value === 'string' ? namesIn(value) : [])),
    );
    for (const name of names) uses.set(name, (uses.get(name) ?? 0) + 1);
  }
  return uses;
}

interface HyperparameterRowProps {
  readonly entry: Hyperparameter;
  readonly uses: number;
  readonly names: readonly string[];
  readonly editable: boolean;
}

function HyperparameterRow({ entry, uses, names, editable }: HyperparameterRowProps) {
  const store = useEditorStore();
  const level = useEditor((state) => state.view.openPath);
  const analysis = useEditor(selectAnalysis);
  const { name, value, label, min, max } = entry;
  const top = level.length === 0;
  const worth = top ? analysis.scope.get(name) : undefined;
  const error = top
    ? (analysis.diagnostics.find(({ at }) => at.hyperparameter === name)?.message ??
      outOfRange(worth, min, max))
    : undefined;
  return (
    <div className="param-row">
      <div className="param-label">
        <code>{name}</code>
        {editable && (
          <IconButton
            label={`Remove ${name}`}
            small
            align="end"
            className="row-remove"
            onClick={() => store.getState().commit(removeHyperparameter(level, name))}
          >
            <Trash2 size={13} aria-hidden />
          </IconButton>
        )}
      </div>
      <NumberField
        label={name}
        written={value}
        min={min ?? Number.NEGATIVE_INFINITY}
        max={max ?? Number.POSITIVE_INFINITY}
        whole={Number.isInteger(value)}
        error={error}
        disabled={!editable}
        names={names}
        onPreview={(next) => {
          if (next !== undefined)
            store.getState().preview(setHyperparameter(level, name, { value: next }));
        }}
        onCommit={() => store.getState().commit()}
        onCancel={() => store.getState().cancel()}
      />
      <p className="param-about">
        {typeof value === 'string' && worth !== undefined && <b>= {formatNumber(worth)}</b>}
        {label && <span>{label}</span>}
        <span>{uses > 0 ? `used by ${formatPlural(uses, 'block')}` : 'not used'}</span>
      </p>
    </div>
  );
}

function outOfRange(value: number | undefined, min?: number, max?: number): string | undefined {
  if (value === undefined) return undefined;
  if (min !== undefined && value < min) return `At least ${min} makes sense here.`;
  return max !== undefined && value > max ? `At most ${max} makes sense here.` : undefined;
}

function NewHyperparameter({ taken }: { readonly taken: readonly string[] }) {
  const store = useEditorStore();
  const level = useEditor((state) => state.view.openPath);
  const [name, setName] = useState<string | null>(null);
  const id = useId();
  if (name === null) {
    return (
      <Button small variant="quiet" onClick={() => setName('')}>
        <Plus size={14} aria-hidden />
        Add a value
      </Button>
    );
  }
  const wrong =
    name !== '' &&
    (taken.includes(name)
      ? 'There is a value of this name.'
      : isHyperparameterName(name)
        ? ''
        : 'A name has letters, digits and _, and starts with a letter.');
  return (
    <form
      className="new-value"
      onSubmit={(event) => {
        event.preventDefault();
        if (name === '' || wrong) return;
        store.getState().commit(addHyperparameter(level, { name, value: 1 }));
        setName(null);
      }}
    >
      <input
        className="field"
        aria-label="Name of the new value"
        aria-invalid={wrong ? true : undefined}
        aria-describedby={wrong ? id : undefined}
        placeholder="d_model"
        // biome-ignore lint/a11y/noAutofocus: the field is what the button just asked for
        autoFocus
        value={name}
        onChange={(event) => setName(event.target.value.trim())}
        onKeyDown={(event) => {
          if (event.key === 'Escape') setName(null);
        }}
      />
      <Button small type="submit" disabled={name === '' || Boolean(wrong)}>
        Add
      </Button>
      {wrong && (
        <p className="field-error" id={id}>
          {wrong}
        </p>
      )}
    </form>
  );
}
