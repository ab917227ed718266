/** The variant that is shown: its name, and all that it changes in the base. */
import { renameVariant, variantTitle } from '../commands/variants';
import { diffOf } from '../compare/diffOf';
import { useEditor, useEditorStore } from '../store/EditorContext';
import { selectWhole } from '../store/selectors';
import { Section } from './Section';
import { TextField } from './TextField';

export function VariantSection() {
  const store = useEditorStore();
  const whole = useEditor(selectWhole);
  const id = useEditor((state) => state.view.variant);
  const readOnly = useEditor((state) => state.readOnly);
  const diff = diffOf(whole, id);
  if (!diff) return null;
  return (
    <Section title="Variant">
      <TextField
        key={id}
        label="Title of the variant"
        value={variantTitle(whole, id)}
        disabled={readOnly}
        onCommit={(text) => store.getState().commit(renameVariant(id, text))}
      />
      {diff.words.length === 0 ? (
        <p className="muted inspector-foot">It computes what the base computes.</p>
      ) : (
        <ul className="variant-list" aria-label="Changes in the base">
          {diff.words.map(({ text, kind }, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two blocks of one name may have gone
            <li key={`${place} ${text}`} className={kind}>
              {text}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
