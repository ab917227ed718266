/** The wire that is being drawn, with the reason where it would not fit. */
import type { ConnectionLineComponentProps } from '@xyflow/react';
import { createPortal } from 'react-dom';
import { useEditorStore } from '../store/EditorContext';
import { wireOfConnection } from './fromFlow';
import { judgeWire } from './judgeWire';
import type { BlockFlowNode } from './toFlow';

export function ConnectionLine({
  fromX,
  fromY,
  toX,
  toY,
  fromNode,
  fromHandle,
  toNode,
  toHandle,
  connectionStatus,
}: ConnectionLineComponentProps<BlockFlowNode>) {
  const store = useEditorStore();
  const { document, view } = store.getState();
  const forward = fromHandle.type === 'source';
  const edge =
    toNode && toHandle
      ? wireOfConnection({
          source: forward ? fromNode.id : toNode.id,
          sourceHandle: (forward ? fromHandle.id : toHandle.id) ?? null,
          target: forward ? toNode.id : fromNode.id,
          targetHandle: (forward ? toHandle.id : fromHandle.id) ?? null,
        })
      : null;
  const verdict =
    edge && fromHandle.type !== toHandle?.type ? judgeWire(document, view.openPath, edge) : null;
  const refused = connectionStatus === 'invalid';
  const middle = (fromY + toY) / 2;
  return (
    <g>
      <path
        className={refused ? 'wire-draft refused' : 'wire-draft'}
        d={`M${fromX},${fromY}C${fromX},${middle} ${toX},${middle} ${toX},${toY}`}
      />
      {verdict?.reason && (
        <Reason text={verdict.reason} refused={verdict.kind === 'refused'} x={toX} y={toY} />
      )}
    </g>
  );
}

interface ReasonProps {
  readonly text: string;
  readonly refused: boolean;
  readonly x: number;
  readonly y: number;
}

/** Near the pointer, at the size of the page and not of the zoomed canvas. */
function Reason({ text, refused, x, y }: ReasonProps) {
  const canvas = globalThis.document.querySelector('.canvas .react-flow__viewport');
  const frame = globalThis.document.querySelector('.canvas')?.getBoundingClientRect();
  const matrix = canvas ? new DOMMatrix(getComputedStyle(canvas).transform) : new DOMMatrix();
  const left = (frame?.left ?? 0) + x * matrix.a + matrix.e + 16;
  const top = (frame?.top ?? 0) + y * matrix.d + matrix.f + 16;
  return createPortal(
    <div
      className={refused ? 'wire-reason' : 'wire-reason warn'}
      style={{ left: Math.min(left, innerWidth - 296), top: Math.min(top, innerHeight - 90) }}
    >
      {text}
    </div>,
    globalThis.document.body,
  );
}
