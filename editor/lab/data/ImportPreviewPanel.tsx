/** What files would become: samples, counts, warnings and options, before anything is kept. */
import { useId, useState } from 'react';
import {
  type Diagnostic,
  describeOwn,
  formatBytes,
  type ImportOptions,
  type ImportPreview,
} from '../../../runtime/index';
import { Button } from '../../ui/Button';
import { formatExact } from '../../ui/format';
import { Diagnostics } from '../Diagnostics';
import { ImportOptionsForm } from './ImportOptionsForm';
import { ImportSamplesView } from './ImportSamplesView';

interface Props {
  readonly preview: ImportPreview;
  readonly busy: boolean;
  readonly problems: readonly Diagnostic[];
  readonly action: string;
  readonly onRevise: (options: ImportOptions) => void;
  readonly onKeep: (title: string) => Promise<void>;
  readonly onDrop: () => void;
}

export function ImportPreviewPanel(props: Props) {
  const { preview, busy, problems, action, onRevise, onKeep, onDrop } = props;
  const { info, classes, notes } = preview;
  const [title, setTitle] = useState(preview.title);
  const id = useId();
  const usable = info !== null && title.trim() !== '';
  const all = [...problems, ...notes];
  return (
    <form
      className="own-preview"
      aria-busy={busy}
      onSubmit={(event) => {
        event.preventDefault();
        // Data is not kept by other numbers than those that are read in the fields.
        const wrong = event.currentTarget.querySelector<HTMLElement>('[aria-invalid="true"]');
        if (wrong) wrong.focus();
        else if (usable && !busy) void onKeep(title);
      }}
    >
      <p className="own-what" role="status">
        {info ? (
          <>
            {describeOwn(info)}, <span className="numeric">{formatBytes(preview.bytes)}</span>
          </>
        ) : (
          'This cannot be used yet'
        )}
      </p>
      {all.length > 0 && <Diagnostics diagnostics={all} />}
      <div className="own-columns">
        <div className="own-main">
          <ImportSamplesView preview={preview} disabled={busy} onRevise={onRevise} />
        </div>
        <div className="own-side">
          <label className="lab-setting wide" htmlFor={id}>
            <span>Title</span>
            <input
              id={id}
              className="field"
              value={title}
              maxLength={60}
              onChange={(event) => setTitle(event.target.value)}
            />
          </label>
          <ImportOptionsForm preview={preview} disabled={busy} onRevise={onRevise} />
          {info && <Parts preview={preview} />}
          {classes.length > 0 && <Classes classes={classes} />}
        </div>
      </div>
      <div className="dialog-actions own-actions">
        <Button onClick={onDrop}>Choose other files</Button>
        <Button variant="primary" type="submit" disabled={!usable || busy}>
          {action}
        </Button>
      </div>
    </form>
  );
}

function Parts({ preview: { info } }: { readonly preview: ImportPreview }) {
  if (!info) return null;
  const { train, validation, test } = info.sizes;
  const unit = info.kind === 'text' ? 'characters' : 'examples';
  return (
    <dl className="own-parts numeric">
      {Object.entries({ Training: train, Validation: validation, Test: test }).map(
        ([name, count]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd title={unit}>{formatExact(count)}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

/** More are counted in one line. */
const SHOWN = 100;

function Classes({ classes }: { readonly classes: ImportPreview['classes'] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
    <section className="own-classes scroll" aria-label="Examples of each class" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">Class</th>
            <th scope="col">Training</th>
            <th scope="col">Valid.</th>
            <th scope="col">Test</th>
          </tr>
        </thead>
        <tbody className="numeric">
          {classes.slice(0, SHOWN).map(({ name, train, validation, test }) => (
            <tr key={name}>
              <th scope="row" className="clip">
                {name}
              </th>
              <td>{formatExact(train)}</td>
              <td>{formatExact(validation)}</td>
              <td>{formatExact(test)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {classes.length > SHOWN && <p className="muted">and {classes.length - SHOWN} more</p>}
    </section>
  );
}
