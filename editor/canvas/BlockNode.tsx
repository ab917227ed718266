/** A block on the canvas: header, what matters of its parameters, its inside, its ports. */
import { Handle, type NodeProps, Position, useUpdateNodeInternals } from '@xyflow/react';
import { CircleAlert, CircleDashed, Maximize2, TriangleAlert } from 'lucide-react';
import { type CSSProperties, memo, useEffect } from 'react';
import { formatCount, formatExact } from '../ui/format';
import { BlockIcon } from '../ui/icons';
import { MathSymbol } from '../ui/MathSymbol';
import { insideScale } from './boxSize';
import { useCanvasActions } from './canvasActions';
import { Figure } from './Figure';
import type { Side } from './geometry';
import { roundedPath } from './path';
import type { Port } from './ports';
import type { Box } from './scene';
import type { BlockData, BlockFlowNode, PassingLine } from './toFlow';

/** Nearer to the edge than this, the name of a port would be cut, px. */
const EDGE = 32;

const positions: Readonly<Record<Side, Position>> = {
  top: Position.Top,
  bottom: Position.Bottom,
  left: Position.Left,
  right: Position.Right,
};

export const BlockNode = memo(function BlockNode({ id, data, selected }: NodeProps<BlockFlowNode>) {
  const { box } = data;
  useHandlePlaces(id, box);
  if (box.kind === 'input' || box.kind === 'output') return <PortBox box={box} />;
  const family = box.block?.family ?? 'unresolved';
  const classes = ['block', `family-${family}`];
  if (selected) classes.push('selected');
  if (box.repeat) classes.push('repeated');
  if (box.bypassed) classes.push('bypassed');
  if (data.problem) classes.push(`has-${data.problem.severity}`);
  return (
    <div className={classes.join(' ')}>
      {box.repeat && <Count box={box} repeat={data.repeat} />}
      <div className="block-face">
        <PortRow box={box} side="top" />
        <Header id={id} data={data} />
        <Body data={data} />
        {box.inside && (
          <div className="block-inside">
            <Figure scene={box.inside} scale={insideScale(box.inside)} text={10} />
          </div>
        )}
        <PortRow box={box} side="bottom" />
        {data.passing.length > 0 && <PassingLines lines={data.passing} />}
      </div>
      {box.ports.map((port) => (
        <PortHandle
          key={`${port.kind}.${port.id}`}
          port={port}
          wired={data.wired}
          inset={port.inset && !box.inside}
          row={rowOf(port, box.ports)}
        />
      ))}
    </div>
  );
});

/** React Flow measures handles once; it must look again when a port moves to another place. */
function useHandlePlaces(id: string, box: Box): void {
  const update = useUpdateNodeInternals();
  const places = box.ports.map((port) => `${port.kind}${port.id}${port.at.x},${port.at.y}`).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `places` stands for what is measured
  useEffect(() => update(id), [id, places, update]);
}

function Header({ id, data }: { readonly id: string; readonly data: BlockData }) {
  const { box, problem } = data;
  const actions = useCanvasActions();
  return (
    <div className="block-head">
      <BlockIcon name={box.block?.icon ?? 'Box'} />
      {box.bypassed ? (
        <span className="block-name">
          <span className="block-title clip" title={box.title}>
            {box.title}
          </span>
          <span className="block-state">bypassed</span>
        </span>
      ) : (
        <span
          className={titleFits(data) ? 'block-title clip' : 'block-title small'}
          title={box.title}
        >
          {box.title}
        </span>
      )}
      {box.bypassed && !problem && titleFits(data) && (
        <span className="block-dot bypassed" title="Bypassed: it passes its input on">
          <CircleDashed size={14} aria-hidden />
        </span>
      )}
      {problem && (
        <span className={`block-dot ${problem.severity}`} title={problem.message}>
          {problem.severity === 'error' ? (
            <CircleAlert size={14} aria-hidden />
          ) : (
            <TriangleAlert size={14} aria-hidden />
          )}
        </span>
      )}
      {box.inside && (
        <button
          type="button"
          tabIndex={-1}
          className="block-open nodrag"
          aria-label={`Open ${box.title}`}
          title="Open (Enter)"
          onClick={(event) => {
            event.stopPropagation();
            actions.openNode(id);
          }}
        >
          <Maximize2 size={13} aria-hidden />
        </button>
      )}
    </div>
  );
}

/** What a bypassed block hands on runs through it. */
function PassingLines({ lines }: { readonly lines: readonly PassingLine[] }) {
  return (
    <svg className="block-passing" aria-hidden>
      {lines.map(({ corners, kind }) => {
        const path = roundedPath(corners);
        return <path key={path} className={`carries-${kind}`} d={path} />;
      })}
    </svg>
  );
}

/** By the mean width of a letter; the icon and the edges take 44 px, a sign or a button 22. */
function titleFits({ box, problem }: BlockData): boolean {
  const taken = 44 + (problem || box.bypassed ? 22 : 0) + (box.inside ? 22 : 0);
  return box.title.length * 7.2 + taken <= box.rect.width;
}

function Body({ data }: { readonly data: BlockData }) {
  const { box, cost } = data;
  if (box.kind === 'unresolved') {
    return <div className="block-body">Unknown block, kept as it is</div>;
  }
  if (box.params.length === 0 && !box.inside) return null;
  return (
    <div className="block-body">
      <span className="block-params clip">
        {box.params.map((param) => (
          <span
            key={param.name}
            title={param.hint}
            className={param.expression ? 'param expression' : 'param'}
          >
            {param.symbol && (
              <>
                <MathSymbol text={param.symbol} />
                {' = '}
              </>
            )}
            {param.value}
          </span>
        ))}
      </span>
      {cost && cost.params > 0 && hasRoom(box, formatCount(cost.params)) && (
        <span
          className="block-cost"
          title={`${formatExact(cost.params)} parameters, ${formatExact(cost.macs)} MACs`}
        >
          {formatCount(cost.params)}
        </span>
      )}
    </div>
  );
}

/** What the block is set to comes first: the count gives way when the line is full. */
function hasRoom(box: Box, count: string): boolean {
  const characters = box.params.reduce(
    (sum, param) => sum + param.symbol.length + param.value.length + 4,
    count.length,
  );
  return characters * 6.4 < box.rect.width - 24;
}

/** `6×` beside the stack, as the papers write it. */
function Count({ box, repeat }: { readonly box: Box; readonly repeat: number | null }) {
  const written = String(repeat ?? box.repeat);
  const title = repeat !== null && box.repeat !== written ? `${box.repeat} = ${repeat}` : undefined;
  return (
    <span className="block-count" title={title}>
      {written}×
    </span>
  );
}

function PortRow({ box, side }: { readonly box: Box; readonly side: 'top' | 'bottom' }) {
  const ports = box.ports.filter((port) => port.side === side && port.label && !port.beside);
  if (ports.length === 0) return null;
  return (
    <div className={`block-ports ${side}`}>
      {ports.map((port) => (
        <span key={port.id} style={labelPlace(port.at.x, box.rect.width)}>
          {port.label}
        </span>
      ))}
    </div>
  );
}

/** Under its port, but never over the edge of the block. */
function labelPlace(x: number, width: number) {
  return x > width - EDGE ? { right: 6, translate: 'none' } : { left: x };
}

/** Names under a box stand in rows, so that none covers the next. */
function rowOf(port: Port, ports: readonly Port[]): number {
  if (port.side !== 'top' && port.side !== 'bottom') return 0;
  return ports.filter(({ side, at }) => side === port.side && at.x < port.at.x).length;
}

interface PortHandleProps {
  readonly port: Port;
  readonly wired: readonly string[];
  readonly inset?: boolean;
  readonly row?: number;
}

function PortHandle({ port, wired, inset = false, row = 0 }: PortHandleProps) {
  const input = port.kind === 'input';
  const open = input && !wired.includes(port.id);
  const classes = ['port', port.kind];
  if (open) classes.push(port.spec.optional ? 'optional' : 'open');
  const across = port.side === 'left' || port.side === 'right';
  const place: CSSProperties = across ? { top: port.at.y } : { left: port.at.x };
  const labelled: CSSProperties & { '--row': number } = { ...place, '--row': row };
  return (
    <>
      {port.beside && port.label && (
        <span className={`port-label ${port.side} ${inset ? 'inset' : ''}`} style={labelled}>
          {port.label}
        </span>
      )}
      <Handle
        id={port.id}
        type={input ? 'target' : 'source'}
        position={positions[port.side]}
        className={classes.join(' ')}
        style={place}
        title={portTitle(port)}
      />
    </>
  );
}

function portTitle(port: Port): string {
  const name =
    port.spec.label && port.spec.label !== port.id ? `${port.id} (${port.spec.label})` : port.id;
  const optional = port.spec.optional && port.kind === 'input' ? ', optional' : '';
  const doc = port.spec.doc ? `\n${port.spec.doc}` : '';
  return `${port.kind === 'input' ? 'Input' : 'Output'} ${name}${optional}: ${port.spec.axes}${doc}`;
}

/** An input or output of the composite that is open. */
function PortBox({ box }: { readonly box: Box }) {
  return (
    <div className={`port-box ${box.kind}`}>
      <span className="clip">{box.title}</span>
      {box.ports.map((port) => (
        <PortHandle key={port.id} port={port} wired={[port.id]} />
      ))}
    </div>
  );
}
