/** The figure in a pane: drawn once, then moved as a whole; what differs is marked. */
import { memo, useEffect, useRef } from 'react';
import { BASE } from '../../../runtime/index';
import { FigureBox, FigureWire } from '../../canvas/Figure';
import type { Box, Wire } from '../../canvas/scene';
import type { ChangeKind } from '../changeWords';
import type { FigurePane } from './figurePanes';
import { marks, sayOf, spoken } from './paneWords';
import { type SharedState, useShared, useSharedView } from './sharedView';
import { textSize } from './viewport';

/** After the last move, the figure is drawn sharp again, ms. */
const SETTLED = 160;

export function PaneFigure({ pane }: { readonly pane: FigurePane }) {
  const figure = useRef<SVGSVGElement>(null);
  const view = useSharedView();
  const text = useShared(({ viewport }) => textSize(viewport.zoom));
  useEffect(() => {
    const element = figure.current;
    if (!element) return;
    let settle: ReturnType<typeof setTimeout> | undefined;
    const place = ({ viewport: { x, y, zoom } }: SharedState) => {
      element.style.transform = `translate(${x}px, ${y}px) scale(${zoom})`;
    };
    place(view.getState());
    const leave = view.subscribe((state, before) => {
      if (state.viewport === before.viewport) return;
      place(state);
      // A layer of its own while it moves: then no figure is painted again.
      if (settle === undefined) element.style.willChange = 'transform';
      clearTimeout(settle);
      settle = setTimeout(() => {
        settle = undefined;
        element.style.willChange = '';
      }, SETTLED);
    });
    return () => {
      leave();
      clearTimeout(settle);
    };
  }, [view]);
  return (
    <svg ref={figure} className="pane-figure figure" width="1" height="1" role="presentation">
      <Pointed pane={pane} />
      <Drawing pane={pane} text={text} />
    </svg>
  );
}

interface DrawingProps {
  readonly pane: FigurePane;
  readonly text: number;
}

/** Drawn anew when the graph changes, or the size of its names. */
const Drawing = memo(function Drawing({ pane, text }: DrawingProps) {
  const { scene, ghosts, ghostWires, addedWires } = pane;
  return (
    <>
      {ghostWires.map((wire) => (
        <FigureWire key={`-${wire.id}`} wire={wire} stroke={1.4} className="pane-wire removed" />
      ))}
      {scene?.wires.map((wire: Wire) => (
        <FigureWire
          key={wire.id}
          wire={wire}
          stroke={addedWires.has(wire.id) ? 2.2 : 1.2}
          className={addedWires.has(wire.id) ? 'pane-wire added' : ''}
        />
      ))}
      {ghosts.map((box) => (
        <PaneNode key={`-${box.id}`} pane={pane} box={box} name={box.id} text={text} />
      ))}
      {scene?.boxes.map((box) => (
        <PaneNode
          key={box.id}
          pane={pane}
          box={box}
          name={pane.keys.get(box.id) ?? box.id}
          text={text}
        />
      ))}
    </>
  );
});

interface PaneNodeProps extends DrawingProps {
  readonly box: Box;
  /** What it is called in all panes. */
  readonly name: string;
}

function PaneNode({ pane, box, name, text }: PaneNodeProps) {
  const said = sayOf(pane, name, pane.id === BASE);
  const { kind = null, problem } = said ?? {};
  if (box.kind === 'input' || box.kind === 'output') return <PortEnd box={box} text={text} />;
  return (
    // biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: a picture that the arrows walk to
    <g
      className={`pane-node ${problem ? 'has-error' : ''}`.trimEnd()}
      data-diff={kind ?? undefined}
      role="img"
      aria-label={said ? spoken(said) : box.title}
      tabIndex={-1}
      data-key={name}
    >
      <FigureBox box={box} scale={1} text={text} stroke={1} />
      {kind && <Marked box={box} kind={kind} text={text} />}
      {problem && <Wrong box={box} problem={problem} text={text} />}
    </g>
  );
}

/** The sign of an error at the corner where no other is. */
function Wrong({
  box: { rect, repeat },
  problem,
  text,
}: {
  readonly box: Box;
  readonly problem: string;
  readonly text: number;
}) {
  const radius = signSize(text);
  const [right, top] = [rect.x + rect.width + (repeat ? 12 : 0), rect.y - (repeat ? 16 : 4)];
  return (
    <g className="pane-wrong" aria-hidden>
      <title>{problem}</title>
      <circle cx={right} cy={top} r={radius} />
      <text x={right} y={top + radius * 0.5} fontSize={radius * 1.5}>
        !
      </text>
    </g>
  );
}

function signSize(text: number): number {
  return Math.max(11, (text || 44) * 0.8);
}

/** Where the inside of an opened block takes in and gives out. */
function PortEnd({ box: { rect, title }, text }: { readonly box: Box; readonly text: number }) {
  return (
    <g className="pane-port">
      <rect {...rect} rx={rect.height / 2} />
      {text > 0 && (
        <text
          className="figure-text"
          x={rect.x + rect.width / 2}
          y={rect.y + rect.height / 2 + 0.35 * Math.min(text, 15)}
          fontSize={Math.min(text, 15)}
        >
          {title}
        </text>
      )}
    </g>
  );
}

/** Around what differs: an edge, and a sign at its corner. */
function Marked({
  box: { rect, repeat },
  kind,
  text,
}: {
  readonly box: Box;
  readonly kind: ChangeKind;
  readonly text: number;
}) {
  const { x, y, width, height } = rect;
  const radius = signSize(text);
  // A stack stands out to the upper right, its count to the left.
  const [left, top] = repeat ? [x + 12, y - 16] : [x, y - 4];
  return (
    <g className={`pane-mark ${text === 0 ? 'far' : ''}`} aria-hidden>
      <rect x={x - 4} y={y - 4} width={width + 8} height={height + 8} rx={13} />
      <circle cx={left} cy={top} r={radius} />
      <text x={left} y={top + radius * 0.42} fontSize={radius * 1.5}>
        {marks[kind]}
      </text>
    </g>
  );
}

/** Round the block that is pointed at, here or in another pane. */
function Pointed({ pane }: { readonly pane: FigurePane }) {
  const box = useShared(({ pointed }) => (pointed === null ? undefined : pane.boxes.get(pointed)));
  if (!box) return null;
  const { x, y, width, height } = box.rect;
  return (
    <rect
      className="pane-pointed"
      x={x - 9}
      y={y - 9}
      width={width + 18}
      height={height + 18}
      rx={17}
    />
  );
}
