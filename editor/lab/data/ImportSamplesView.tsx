/** Some pictures, rows or lines of an import; of a table also what its columns are used as. */
import { useMemo } from 'react';
import type { ColumnRole, ImportOptions, ImportPreview } from '../../../runtime/index';
import { PictureCanvas } from '../run/PictureCanvas';

interface Props {
  readonly preview: ImportPreview;
  readonly disabled: boolean;
  readonly onRevise: (options: ImportOptions) => void;
}

export function ImportSamplesView({ preview, disabled, onRevise }: Props) {
  const { samples } = preview;
  switch (samples.kind) {
    case 'pictures':
      return <Pictures preview={preview} pictures={samples.pictures} />;
    case 'rows':
      return <Rows {...{ preview, disabled, onRevise }} rows={samples.rows} />;
    case 'lines':
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
        <section className="own-lines scroll" aria-label="First lines" tabIndex={0}>
          {samples.lines.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines may be equal and never move
            <p key={index}>{line}</p>
          ))}
        </section>
      );
  }
}

interface PicturesProps {
  readonly preview: ImportPreview;
  readonly pictures: readonly { readonly data: Uint8Array; readonly label: string }[];
}

function Pictures({ preview: { info }, pictures }: PicturesProps) {
  const shown = useMemo(() => {
    if (info?.kind !== 'pictures') return [];
    const { height, width, channels } = info;
    return pictures.map(({ data, label }) => ({
      label,
      picture: { data: Float32Array.from(data, (value) => value / 255), height, width, channels },
    }));
  }, [info, pictures]);
  return (
    <ul className="own-pictures" aria-label="Sample pictures">
      {shown.map(({ label, picture }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: pictures may be equal and never move
        <li key={index}>
          <PictureCanvas picture={picture} />
          <span className="clip" title={label}>
            {label}
          </span>
        </li>
      ))}
    </ul>
  );
}

const roles: Readonly<Record<ColumnRole, string>> = {
  feature: 'Feature',
  label: 'Label',
  text: 'Text',
  source: 'Read',
  target: 'Write',
  ignore: 'Not used',
};

/** A page with thousands of columns would not answer. */
const SHOWN = 40;

function Rows({
  preview: { columns, options },
  rows,
  disabled,
  onRevise,
}: Props & { readonly rows: readonly (readonly string[])[] }) {
  const shown = columns.slice(0, SHOWN);
  const change = (place: number, role: ColumnRole) =>
    onRevise({
      ...options,
      // One column alone is the label: the one before is not used any more.
      roles: columns.map((column, index) => {
        if (index === place) return role;
        return role !== 'feature' && column.role === role ? 'ignore' : column.role;
      }),
    });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
    <section className="own-rows scroll" aria-label="First rows" tabIndex={0}>
      <table>
        <thead>
          <tr>
            {shown.map(({ name, kind, role, missing }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: names may be equal and never move
              <th key={index} scope="col">
                <span className="clip" title={name}>
                  {name}
                </span>
                <select
                  className="field"
                  aria-label={`Use of ${name}`}
                  value={role}
                  disabled={disabled}
                  onChange={(event) => change(index, event.target.value as ColumnRole)}
                >
                  {Object.entries(roles).map(([value, title]) => (
                    <option key={value} value={value}>
                      {title}
                    </option>
                  ))}
                </select>
                <small>
                  {kind}
                  {missing > 0 && `, ${missing.toLocaleString('en')} missing`}
                </small>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows may be equal and never move
            <tr key={index}>
              {row.slice(0, SHOWN).map((cell, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: as above
                <td key={column} className={columns[column].role === 'ignore' ? 'muted' : ''}>
                  <span className="clip">{cell}</span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {columns.length > SHOWN && (
        <p className="muted">
          and {columns.length - SHOWN} more columns, used as the same kinds are
        </p>
      )}
    </section>
  );
}
