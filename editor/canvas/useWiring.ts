/** Drawing, refusing, moving and dropping wires with the pointer. */
import {
  type Connection,
  type FinalConnectionState,
  type OnConnectEnd,
  type ReactFlowProps,
  useReactFlow,
} from '@xyflow/react';
import { useMemo } from 'react';
import { edgeKey } from '../../runtime/index';
import { connect, disconnect, reconnect } from '../commands/edges';
import type { EditorStore } from '../store/createEditorStore';
import { useEditorStore } from '../store/EditorContext';
import { selectEditable } from '../store/selectors';
import { announce, notify } from '../ui/notices';
import type { BlockView } from './blockView';
import { keyOfWire, wireOfConnection } from './fromFlow';
import type { Point } from './geometry';
import { judgeWire } from './judgeWire';
import { fittingPort, type LooseEnd } from './QuickAdd';
import type { BlockFlowNode, WireFlowEdge } from './toFlow';

/** A wish to add a block: where on the page, where on the canvas, and to what it is wired. */
export interface AddRequest {
  readonly x: number;
  readonly y: number;
  readonly at: Point;
  readonly looseEnd: LooseEnd | null;
  readonly fitting: (block: BlockView) => string | null;
}

type WiringProps = Pick<
  ReactFlowProps<BlockFlowNode, WireFlowEdge>,
  | 'isValidConnection'
  | 'onConnect'
  | 'onConnectEnd'
  | 'onClickConnectEnd'
  | 'onReconnectStart'
  | 'onReconnect'
  | 'onReconnectEnd'
>;

/** True while the end of a wire is being moved: its drop is not the drop of a new wire. */
let reconnecting = false;

export function useWiring(ask: (request: AddRequest) => void): WiringProps {
  const store = useEditorStore();
  const { screenToFlowPosition } = useReactFlow();
  return useMemo(() => {
    const onConnectEnd: OnConnectEnd = (event, state) => {
      if (reconnecting) return;
      if (state.toHandle) {
        if (!state.isValid) refuse(store, state);
        return;
      }
      if (!selectEditable(store.getState()) || !state.fromNode || !state.fromHandle) return;
      const point = 'changedTouches' in event ? event.changedTouches[0] : event;
      const { clientX: x, clientY: y } = point;
      const pane = globalThis.document.elementFromPoint(x, y)?.closest('.react-flow__pane');
      if (!pane) return;
      const request = looseRequest(state, x, y, screenToFlowPosition({ x, y }));
      if (request) ask(request);
    };
    const props: WiringProps = {
      isValidConnection: (connection) => {
        const edge = wireOfConnection(connection as Connection);
        if (!edge) return false;
        const { document, view } = store.getState();
        return judgeWire(document, view.openPath, edge).kind !== 'refused';
      },
      onConnect: (connection) => {
        const edge = wireOfConnection(connection);
        if (!edge) return;
        const { document, view, commit } = store.getState();
        const verdict = judgeWire(document, view.openPath, edge);
        commit(connect(view.openPath, edge));
        announce(verdict.kind === 'fits' ? 'Connected' : `Connected. ${verdict.reason}`);
      },
      onConnectEnd,
      onClickConnectEnd: (_, state) => {
        if (state.toHandle && state.isValid === false) refuse(store, state);
      },
      onReconnectStart: () => {
        reconnecting = true;
      },
      onReconnect: (wire, connection) => {
        const key = keyOfWire(wire);
        const edge = wireOfConnection(connection);
        if (!key || !edge) return;
        store.getState().commit(reconnect(store.getState().view.openPath, key, edge));
      },
      onReconnectEnd: (_, wire, __, state) => {
        reconnecting = false;
        if (state.toHandle) {
          if (!state.isValid) refuse(store, state);
          return;
        }
        const key = keyOfWire(wire);
        if (key) store.getState().commit(disconnect(store.getState().view.openPath, key));
      },
    };
    return props;
  }, [store, ask, screenToFlowPosition]);
}

/** Says why a wire was not drawn. */
function refuse(store: EditorStore, state: FinalConnectionState): void {
  const { fromNode, fromHandle, toNode, toHandle } = state;
  if (!fromNode || !fromHandle || !toNode || !toHandle) return;
  if (fromHandle.type === toHandle.type) {
    notify(
      fromHandle.type === 'source'
        ? 'An output leads to an input, not to another output.'
        : 'An input takes from an output, not from another input.',
    );
    return;
  }
  const forward = fromHandle.type === 'source';
  const edge = wireOfConnection({
    source: forward ? fromNode.id : toNode.id,
    sourceHandle: (forward ? fromHandle.id : toHandle.id) ?? null,
    target: forward ? toNode.id : fromNode.id,
    targetHandle: (forward ? toHandle.id : fromHandle.id) ?? null,
  });
  if (!edge) return;
  const { document, view } = store.getState();
  const { reason } = judgeWire(document, view.openPath, edge);
  notify(reason || `${edgeKey(edge)} cannot take this.`);
}

function looseRequest(
  { fromNode, fromHandle }: FinalConnectionState,
  x: number,
  y: number,
  at: Point,
): AddRequest | null {
  const node = fromNode as unknown as { data: BlockFlowNode['data'] } | null;
  const id = fromHandle?.id;
  if (!fromNode || !node || !id) return null;
  const kind = fromHandle.type === 'source' ? 'output' : 'input';
  const port = node.data.box.ports.find((known) => known.id === id && known.kind === kind);
  if (!port) return null;
  const from = wireOfConnection({
    source: fromNode.id,
    sourceHandle: id,
    target: fromNode.id,
    targetHandle: id,
  });
  const looseEnd: LooseEnd = { node: from?.source ?? fromNode.id, port: id, kind };
  const fitting = (block: BlockView) => fittingPort(block, kind, port.spec.dtype);
  return { x, y, at, looseEnd, fitting };
}
