/** Zoom, fit, layout and the map, in the corner of the canvas. */
import { MiniMap, type ReactFlowState, useReactFlow, useStore } from '@xyflow/react';
import { LayoutDashboard, Map as MapIcon, Maximize, Minus, Plus } from 'lucide-react';
import { IconButton } from '../ui/Button';
import { asBoolean, useStored } from '../ui/useStored';
import { canvasControl } from './canvasActions';
import type { Rect } from './geometry';
import type { BlockFlowNode } from './toFlow';

interface CanvasToolsProps {
  readonly editable: boolean;
  /** A map of very many nodes costs more than it helps. */
  readonly mayMap: boolean;
  /** Of the figure: while all of it is in view, a map shows nothing more. */
  readonly bounds: Rect;
}

/** On a smaller canvas the map would cover the figure, px. */
const LEAST = { width: 600, height: 440 };

export function CanvasTools({ editable, mayMap, bounds }: CanvasToolsProps) {
  const zoom = useStore((state) => state.transform[2]);
  const flow = useReactFlow();
  const [map, setMap] = useStored('map', true, asBoolean);
  const hidden = useStore(
    (state) => state.height < LEAST.height || state.width < LEAST.width || showsAll(state, bounds),
  );
  return (
    <div className="canvas-tools">
      {map && mayMap && !hidden && (
        <MiniMap<BlockFlowNode>
          pannable
          zoomable
          ariaLabel="Map of the graph"
          style={{ width: 152, height: 104 }}
          nodeClassName={(node) => `family-${node.data.box.block?.family ?? 'unresolved'}`}
          nodeBorderRadius={10}
        />
      )}
      <div className="bar" role="toolbar" aria-label="View">
        <IconButton
          label="Arrange blocks"
          keys="L"
          tip="above"
          small
          disabled={!editable}
          onClick={() => canvasControl()?.arrange()}
        >
          <LayoutDashboard size={15} aria-hidden />
        </IconButton>
        <IconButton
          label={map ? 'Hide the map' : 'Show the map'}
          tip="above"
          small
          aria-pressed={map}
          onClick={() => setMap(!map)}
        >
          <MapIcon size={15} aria-hidden />
        </IconButton>
        <IconButton
          label="Zoom out"
          keys="−"
          tip="above"
          small
          onClick={() => canvasControl()?.zoomOut()}
        >
          <Minus size={15} aria-hidden />
        </IconButton>
        <button
          type="button"
          className="button quiet small zoom"
          aria-label={`Zoom ${Math.round(zoom * 100)} %, set to 100 %`}
          onClick={() => flow.zoomTo(1)}
        >
          {Math.round(zoom * 100)} %
        </button>
        <IconButton
          label="Zoom in"
          keys="+"
          tip="above"
          small
          onClick={() => canvasControl()?.zoomIn()}
        >
          <Plus size={15} aria-hidden />
        </IconButton>
        <IconButton
          label="Fit to view"
          keys="."
          tip="above"
          align="end"
          small
          onClick={() => canvasControl()?.fit()}
        >
          <Maximize size={15} aria-hidden />
        </IconButton>
      </div>
    </div>
  );
}

function showsAll({ transform, width, height }: ReactFlowState, bounds: Rect): boolean {
  const [x, y, zoom] = transform;
  return (
    bounds.x * zoom + x >= 0 &&
    bounds.y * zoom + y >= 0 &&
    (bounds.x + bounds.width) * zoom + x <= width &&
    (bounds.y + bounds.height) * zoom + y <= height
  );
}
