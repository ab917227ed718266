/** One parameter of the selected block: its name, symbol, range, and the control for its kind. */
import type { GraphNode, ParamSpec, ParamValue } from '../../runtime/index';
import { setParam } from '../commands/params';
import { useEditorStore } from '../store/EditorContext';
import { formatNumber } from '../ui/format';
import { MathSymbol } from '../ui/MathSymbol';
import { NumberField } from './NumberField';

interface ParamRowProps {
  readonly node: GraphNode;
  readonly name: string;
  readonly spec: ParamSpec;
  /** What the parameter comes to, expressions worked out. */
  readonly value: ParamValue | undefined;
  readonly error?: string;
  readonly disabled: boolean;
  readonly names: readonly string[];
}

export function ParamRow(props: ParamRowProps) {
  const { node, name, spec, disabled } = props;
  const store = useEditorStore();
  const level = () => store.getState().view.openPath;
  const written = Object.hasOwn(node.params, name) ? node.params[name] : spec.default;
  const set = (value: ParamValue | undefined) =>
    setParam(level(), node.id, name, value, spec.label);
  const commit = (value: ParamValue) => store.getState().commit(set(value));
  const linked = typeof written === 'string' && written.startsWith('=');

  return (
    <div className="param-row">
      <div className="param-label">
        <span>{spec.label}</span>
        {spec.symbol && <MathSymbol text={spec.symbol} />}
      </div>
      {linked && spec.kind !== 'int' && spec.kind !== 'float' ? (
        <p className="param-linked">
          Follows <code>{written.slice(1)}</code> of the block outside
        </p>
      ) : (
        <>
          {(spec.kind === 'int' || spec.kind === 'float') && (
            <NumberField
              label={spec.label}
              written={typeof written === 'boolean' ? Number(written) : written}
              min={spec.min}
              max={spec.max}
              whole={spec.kind === 'int'}
              unit={spec.unit}
              error={props.error}
              disabled={disabled}
              names={props.names}
              onPreview={(value) => store.getState().preview(set(value))}
              onCommit={() => store.getState().commit()}
              onCancel={() => store.getState().cancel()}
            />
          )}
          {spec.kind === 'choice' && (
            <select
              className="field"
              aria-label={spec.label}
              disabled={disabled}
              value={String(written)}
              onChange={(event) => commit(event.target.value)}
            >
              {Object.entries(spec.choices).map(([key, words]) => (
                <option key={key} value={key}>
                  {words}
                </option>
              ))}
            </select>
          )}
          {spec.kind === 'switch' && (
            <button
              type="button"
              role="switch"
              className="switch"
              aria-checked={written === true}
              aria-label={spec.label}
              disabled={disabled}
              onClick={() => commit(written !== true)}
            />
          )}
          {props.error && spec.kind !== 'int' && spec.kind !== 'float' && (
            <p className="field-error">{props.error}</p>
          )}
        </>
      )}
      <p className="param-about">
        {typeof written === 'string' && typeof props.value === 'number' && (
          <b>{`= ${formatNumber(props.value)}${spec.unit ? ` ${spec.unit}` : ''}`}</b>
        )}
        {spec.doc && <span>{spec.doc}</span>}
        {(spec.kind === 'int' || spec.kind === 'float') && <Range min={spec.min} max={spec.max} />}
      </p>
    </div>
  );
}

function Range({ min, max }: { readonly min: number; readonly max: number }) {
  if (!Number.isFinite(min) || !Number.isFinite(max) || max >= 1e9) return null;
  return (
    <span className="numeric">
      {formatNumber(min)} – {formatNumber(max)}
    </span>
  );
}
