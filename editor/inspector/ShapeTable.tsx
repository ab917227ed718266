/** The live shape of every port, axis by axis. */
import type { PortSpec, TensorType } from '../../runtime/index';
import { wireKindNames, wireKindOf } from '../canvas/wireKind';
import { formatExact } from '../ui/format';

export interface PortShape {
  readonly port: string;
  readonly spec: PortSpec;
  readonly type: TensorType | undefined;
}

interface ShapeTableProps {
  readonly inputs: readonly PortShape[];
  readonly outputs: readonly PortShape[];
}

export function ShapeTable({ inputs, outputs }: ShapeTableProps) {
  return (
    <ul className="shapes">
      {inputs.map((shape) => (
        <ShapeRow key={`in ${shape.port}`} shape={shape} kind="in" />
      ))}
      {outputs.map((shape) => (
        <ShapeRow key={`out ${shape.port}`} shape={shape} kind="out" />
      ))}
      {inputs.length + outputs.length === 0 && <li className="muted">No ports.</li>}
    </ul>
  );
}

function ShapeRow({ shape, kind }: { readonly shape: PortShape; readonly kind: 'in' | 'out' }) {
  const { port, spec, type } = shape;
  const wire = wireKindOf(type);
  return (
    <li className={`shape carries-${wire}`} title={spec.doc}>
      <span className="shape-port">
        <small>{kind}</small> {port}
      </span>
      {type ? (
        <ShapeAxes type={type} />
      ) : (
        <span className="shape-axes muted">
          {kind === 'in' ? (spec.optional ? 'not wired, optional' : 'not wired') : 'not known yet'}
        </span>
      )}
      {type && wire !== 'sequence' && <small className="shape-kind">{wireKindNames[wire]}</small>}
    </li>
  );
}

export function ShapeAxes({ type }: { readonly type: TensorType }) {
  if (type.axes.length === 0) return <span className="shape-axes">a single number</span>;
  return (
    <span className="shape-axes">
      {type.axes.map((axis, index) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: an axis is its place
          key={index}
          className="axis"
          title={axis.from ? `from ${axis.from}` : undefined}
        >
          <b>{formatExact(axis.size)}</b>
          <small>{axis.name}</small>
        </span>
      ))}
    </span>
  );
}
