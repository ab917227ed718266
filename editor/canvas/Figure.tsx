/** Draws a scene as a plain picture: the inside of a composite, a thumbnail. */
import type { Rect } from './geometry';
import { passLines, usualPasses } from './passLine';
import { arrowPath, roundedPath } from './path';
import type { Box, Scene, Wire } from './scene';
import './figure.css';

/** Free space round a figure, in units of its scene. */
const MARGIN = 8;

interface FigureProps {
  readonly scene: Scene;
  /** Pixels a unit of the scene. */
  readonly scale: number;
  /** Size of the names, px; 0 leaves them out. */
  readonly text: number;
  /** The part that is shown, in units of the scene; all of it, with a margin, by default. */
  readonly view?: Rect;
}

/** Decorative: what it shows is told in words beside it. */
export function Figure({ scene, scale, text, view }: FigureProps) {
  const { x, y, width, height } = view ?? withMargin(scene.bounds);
  const stroke = Math.max(1, 1 / scale);
  return (
    <svg
      className="figure"
      width={Math.round(width * scale)}
      height={Math.round(height * scale)}
      viewBox={`${x} ${y} ${width} ${height}`}
      aria-hidden
    >
      {scene.wires.map((wire) => (
        <FigureWire key={wire.id} wire={wire} stroke={stroke} />
      ))}
      {scene.boxes.map((box) => (
        <FigureBox key={box.id} box={box} scale={scale} text={text} stroke={stroke} />
      ))}
    </svg>
  );
}

interface FigureWireProps {
  readonly wire: Pick<Wire, 'corners'>;
  readonly stroke: number;
  /** Beside `figure-wire`. */
  readonly className?: string;
}

export function FigureWire({ wire, stroke, className = '' }: FigureWireProps) {
  return (
    <g className={`figure-wire ${className}`.trimEnd()}>
      <path d={roundedPath(wire.corners, 10)} strokeWidth={1.2 * stroke} />
      <path className="figure-arrow" d={arrowPath(wire.corners, 5 * stroke)} />
    </g>
  );
}

function withMargin({ x, y, width, height }: Rect): Rect {
  return {
    x: x - MARGIN,
    y: y - MARGIN,
    width: width + 2 * MARGIN,
    height: height + 2 * MARGIN,
  };
}

interface FigureBoxProps {
  readonly box: Box;
  readonly scale: number;
  readonly text: number;
  readonly stroke: number;
}

export function FigureBox({ box, scale, text, stroke }: FigureBoxProps) {
  // The composite's own ports are where its wires end; they need no box.
  if (box.kind === 'input' || box.kind === 'output') return null;
  const { x, y, width, height } = box.rect;
  const family = box.block?.family ?? 'unresolved';
  const size = text / scale;
  const title = shorten(box.title, (width * scale - 8) / (text * 0.56));
  // As in the papers, where the number is a letter.
  const count = box.repeat ? `${/^\d+$/.test(box.repeat) ? box.repeat : 'N'}×` : '';
  const inner = box.inside;
  return (
    <g className={`family-${family}${box.bypassed ? ' bypassed' : ''}`}>
      {box.repeat && (
        <>
          <rect
            className="figure-box"
            x={x + 12}
            y={y - 12}
            width={width}
            height={height}
            rx={10}
            strokeWidth={stroke}
          />
          <rect
            className="figure-box"
            x={x + 6}
            y={y - 6}
            width={width}
            height={height}
            rx={10}
            strokeWidth={stroke}
          />
        </>
      )}
      <rect
        className="figure-box"
        x={x}
        y={y}
        width={width}
        height={height}
        rx={10}
        strokeWidth={1.2 * stroke}
      />
      {box.bypassed && (
        <g className="figure-passing" transform={`translate(${x} ${y})`}>
          {passLines(box, usualPasses(box)).map((corners) => (
            <path
              key={roundedPath(corners)}
              d={roundedPath(corners, 10)}
              strokeWidth={1.6 * stroke}
              strokeDasharray={`${4 * stroke} ${3 * stroke}`}
            />
          ))}
        </g>
      )}
      {inner && (
        <InnerBoxes box={box} inner={inner} stroke={stroke} below={text > 0 ? size * 1.9 : 12} />
      )}
      {text > 0 && (
        <text
          className="figure-text"
          x={x + width / 2}
          y={inner ? y + size * 1.35 : y + height / 2 + size * 0.35}
          fontSize={size}
        >
          {title}
        </text>
      )}
      {count && text > 0 && (
        <text className="figure-count" x={x - 8} y={y + size * 1.3} fontSize={size * 1.15}>
          {count}
        </text>
      )}
    </g>
  );
}

/** The inside of a composite within a figure: coloured boxes without names. */
function InnerBoxes({
  box,
  inner,
  stroke,
  below,
}: {
  readonly box: Box;
  readonly inner: Scene;
  readonly stroke: number;
  readonly below: number;
}) {
  const { x, y, width, height } = box.rect;
  const room = { width: width - 28, height: height - below - 14 };
  const scale = Math.min(room.width / inner.bounds.width, room.height / inner.bounds.height);
  if (!(scale > 0) || !Number.isFinite(scale)) return null;
  const left = x + (width - inner.bounds.width * scale) / 2 - inner.bounds.x * scale;
  const top = y + below + (room.height - inner.bounds.height * scale) / 2 - inner.bounds.y * scale;
  return (
    <g transform={`translate(${left} ${top}) scale(${scale})`}>
      {inner.wires.map((wire) => (
        <g key={wire.id} className="figure-wire">
          <path d={roundedPath(wire.corners, 10)} strokeWidth={stroke / scale} />
        </g>
      ))}
      {inner.boxes.map(({ id, kind, rect, block, bypassed }) =>
        kind === 'input' || kind === 'output' ? null : (
          <rect
            key={id}
            className={`figure-box family-${block?.family ?? 'unresolved'}${bypassed ? ' bypassed' : ''}`}
            {...rect}
            rx={10}
            strokeWidth={stroke / scale}
          />
        ),
      )}
    </g>
  );
}

function shorten(title: string, characters: number): string {
  const most = Math.max(1, Math.floor(characters));
  return title.length <= most ? title : `${title.slice(0, most - 1).trimEnd()}…`;
}
