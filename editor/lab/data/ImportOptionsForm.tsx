/** What can be settled before data is kept: sizes of pictures, headers of tables, the split. */
import type { ImportOptions, ImportPreview } from '../../../runtime/index';
import { NumberInput } from '../train/NumberInput';

interface Props {
  readonly preview: ImportPreview;
  readonly disabled: boolean;
  readonly onRevise: (options: ImportOptions) => void;
}

const sides = [8, 16, 28, 32, 48, 64, 96, 128];

export function ImportOptionsForm({ preview, disabled, onRevise }: Props) {
  const { options, samples } = preview;
  const change = (part: ImportOptions) => onRevise({ ...options, ...part });
  const isSized = samples.kind === 'pictures' && options.fit !== undefined;
  return (
    <div className="lab-experiment">
      {isSized && (
        <>
          <Choice
            label="Size"
            value={String(options.size ?? '')}
            disabled={disabled}
            options={{
              '': 'As they are',
              ...Object.fromEntries(sides.map((side) => [String(side), `${side} x ${side}`])),
            }}
            onChange={(value) => change({ size: value === '' ? null : Number(value) })}
          />
          <Choice
            label="Colours"
            value={String(options.channels ?? 3)}
            disabled={disabled}
            options={{ 1: 'Grey', 3: 'RGB' }}
            onChange={(value) => change({ channels: value === '1' ? 1 : 3 })}
          />
          <Choice
            label="Other forms"
            value={options.fit ?? 'crop'}
            disabled={disabled}
            options={{ crop: 'Take the middle', pad: 'Add black' }}
            onChange={(value) => change({ fit: value === 'pad' ? 'pad' : 'crop' })}
          />
        </>
      )}
      {samples.kind === 'rows' && (
        <>
          <Choice
            label="First row"
            value={String(options.header ?? false)}
            disabled={disabled}
            options={{ true: 'Names', false: 'Values' }}
            onChange={(value) => change({ header: value === 'true' })}
          />
          <Choice
            label="Missing values"
            value={options.missing ?? 'drop'}
            disabled={disabled}
            options={{ drop: 'Leave rows out', mean: 'Take the mean' }}
            onChange={(value) => change({ missing: value === 'mean' ? 'mean' : 'drop' })}
          />
        </>
      )}
      {(['validation', 'test'] as const).map((key) => (
        <NumberInput
          key={key}
          field={{
            label: key === 'validation' ? 'Validation, %' : 'Test, %',
            min: 0,
            max: 40,
            whole: true,
            doc: 'Share of the examples that is kept apart.',
          }}
          value={Math.round(100 * (options[key] ?? 0.1))}
          disabled={disabled}
          onChange={(value) => value !== null && change({ [key]: value / 100 })}
        />
      ))}
      {samples.kind !== 'lines' && (
        <NumberInput
          field={{
            label: 'Seed',
            min: 0,
            max: 2 ** 31 - 1,
            whole: true,
            doc: 'The same seed divides the examples in the same way.',
          }}
          value={options.seed ?? 1}
          disabled={disabled}
          onChange={(value) => value !== null && change({ seed: value })}
        />
      )}
    </div>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly disabled: boolean;
  readonly options: Readonly<Record<string, string>>;
  readonly onChange: (value: string) => void;
}

function Choice({ label, value, disabled, options, onChange }: ChoiceProps) {
  return (
    <label className="lab-setting">
      <span>{label}</span>
      <select
        className="field"
        value={value}
        disabled={disabled}
        onChange={(event) => onChange(event.target.value)}
      >
        {Object.entries(options).map(([key, title]) => (
          <option key={key} value={key}>
            {title}
          </option>
        ))}
      </select>
    </label>
  );
}
