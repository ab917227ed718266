/** The help sheet: every keyboard command, printed from the table that runs them. */
import { Dialog } from '../ui/Dialog';
import { showKeys } from '../ui/keys';
import { shortcuts } from './shortcuts';

const groups = ['Edit', 'Blocks', 'Variants', 'View', 'File'] as const;

export function ShortcutsSheet({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog title="Keyboard shortcuts" onClose={onClose} className="sheet">
      <div className="sheet-groups">
        {groups.map((group) => (
          <section key={group} aria-label={group}>
            <h3>{group}</h3>
            <dl>
              {shortcuts
                .filter((shortcut) => shortcut.group === group)
                .map(({ keys, label }) => (
                  <div key={label}>
                    <dt>{label}</dt>
                    <dd>
                      {keys.map((key) => (
                        <kbd key={key}>{showKeys(key)}</kbd>
                      ))}
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
