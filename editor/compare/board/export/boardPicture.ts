/** The board as a picture for a slide: chart, legend and table as an SVG of its own, on white. */

import { formatBytes, formatCount } from '../../../ui/format';
import { logTicks, niceTicks } from '../axisTicks';
import { type Axis, type BoardCurves, valueAt } from '../boardCurves';
import type { BoardRow } from '../boardRows';
import { axisText, axisTitles, spreadText } from '../boardWords';
import { seriesStyle } from '../seriesStyle';

export interface PictureOptions {
  /** Title of the document. */
  readonly title: string;
  /** What is plotted: "Training loss". */
  readonly plot: string;
  readonly rows: readonly BoardRow[];
  readonly curves: BoardCurves;
  readonly axis: Axis;
  readonly seeds: number;
  readonly share: boolean;
  readonly logarithmic: boolean;
  readonly text: (value: number) => string;
}

const SVG = 'http://www.w3.org/2000/svg';
const FONT = 'Inter, "Helvetica Neue", Arial, sans-serif';
const WIDTH = 960;
const CHART = { left: 76, top: 84, right: 924, bottom: 404 };
const ROW = 26;
const INK = '#1c2130';
const MUTED = '#5d6472';
const RULE = '#dfe1e6';

/** Labels are nodes of text, escaped where it is serialised; `make` is a document that makes nodes. */
export function boardPicture(options: PictureOptions, make: Document = document): SVGSVGElement {
  const { title, plot, rows, axis, seeds } = options;
  const height = CHART.bottom + 86 + ROW * (rows.length + 1);
  const draw = createPen(make);
  const root = make.createElementNS(SVG, 'svg');
  root.setAttribute('xmlns', SVG);
  root.setAttribute('width', String(WIDTH));
  root.setAttribute('height', String(height));
  root.setAttribute('viewBox', `0 0 ${WIDTH} ${height}`);
  root.setAttribute('font-family', FONT);
  draw(root, 'rect', { width: WIDTH, height, fill: '#ffffff' });
  draw(root, 'text', { x: 36, y: 40, 'font-size': 20, 'font-weight': 600, fill: INK }, title);
  const of = seeds > 1 ? `, mean over seeds, with the least and the most` : '';
  const subtitle = `${plot} by ${axisTitles[axis].toLowerCase()}${of}`;
  draw(root, 'text', { x: 36, y: 63, 'font-size': 13, fill: MUTED }, subtitle);
  drawChart(root, draw, options);
  drawTable(root, draw, options);
  return root;
}

type Attributes = Readonly<Record<string, string | number>>;
type Pen = ReturnType<typeof createPen>;

function createPen(make: Document) {
  return (parent: Element, name: string, attributes: Attributes, text?: string): Element => {
    const element = make.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
    if (text !== undefined) element.textContent = text;
    parent.append(element);
    return element;
  };
}

function drawChart(root: Element, draw: Pen, options: PictureOptions): void {
  const { curves, axis, share, logarithmic, text } = options;
  const { left, right, top, bottom } = CHART;
  const places = curves.x.filter((x) => !logarithmic || x > 0);
  const firstX = logarithmic ? (places[0] ?? 1) : 0;
  const lastX = Math.max(places.at(-1) ?? 1, firstX * 1.0001, 1e-9);
  const scale = (x: number) => (logarithmic ? Math.log(x) : x);
  const toX = (x: number) =>
    left + ((right - left) * (scale(x) - scale(firstX))) / (scale(lastX) - scale(firstX));
  const values = curves.rows.flatMap(({ low, high }) =>
    [...low, ...high].filter((v) => v !== null),
  );
  const [least, most] = share ? [0, 1] : [Math.min(...values), Math.max(...values)];
  const ticks = niceTicks(least, most === least ? least + 1 : most, 5);
  const [from, to] = [Math.min(least, ticks[0]), Math.max(most, ticks[ticks.length - 1])];
  const toY = (y: number) => bottom - ((bottom - top) * (y - from)) / (to - from || 1);

  for (const tick of ticks) {
    const y = round(toY(tick));
    draw(root, 'line', { x1: left, x2: right, y1: y, y2: y, stroke: RULE });
    const place = { x: left - 8, y: y + 4, 'font-size': 12, fill: MUTED, 'text-anchor': 'end' };
    draw(root, 'text', place, text(tick));
  }
  const marks = logarithmic ? logTicks(firstX, lastX) : niceTicks(0, lastX, 6);
  for (const tick of marks.filter((each) => each <= lastX)) {
    const place = { x: round(toX(tick)), y: bottom + 20, 'font-size': 12, fill: MUTED };
    draw(root, 'text', { ...place, 'text-anchor': 'middle' }, axisText(axis, tick));
  }
  for (const { row, mean, low, high, single, seeds } of curves.rows) {
    const { paper, dash } = seriesStyle(row.place);
    const point = (x: number, y: number) => `${round(toX(x))} ${round(toY(y))}`;
    const along = (column: readonly (number | null)[]) =>
      curves.x.flatMap((x, at) => {
        const y = column[at];
        return y === null || (logarithmic && x <= 0) ? [] : [point(x, y)];
      });
    if (single.length > 1) {
      const outline = [...along(high), ...along(low).reverse()];
      draw(root, 'polygon', { points: outline.join(' '), fill: paper, 'fill-opacity': 0.12 });
      for (const seed of seeds) {
        const column = curves.x.map((x) => valueAt(seed, x));
        const thin = { fill: 'none', stroke: paper, 'stroke-width': 0.75, 'stroke-opacity': 0.4 };
        draw(root, 'polyline', { points: along(column).join(' '), ...thin });
      }
    }
    const points = along(mean);
    if (points.length === 0) continue;
    if (points.length === 1) {
      const [cx, cy] = points[0].split(' ');
      draw(root, 'circle', { cx, cy, r: 3, fill: paper });
    }
    draw(root, 'polyline', {
      points: points.join(' '),
      fill: 'none',
      stroke: paper,
      'stroke-width': 2.25,
      'stroke-linejoin': 'round',
      ...(dash.length > 0 && { 'stroke-dasharray': dash.join(' ') }),
    });
  }
}

function drawTable(root: Element, draw: Pen, { rows }: PictureOptions): void {
  const top = CHART.bottom + 58;
  const columns: readonly {
    readonly title: string;
    readonly x: number;
    /** Where the best of the rows is told. */
    readonly cell?: 'best' | 'test';
    readonly value: (row: BoardRow) => string;
  }[] = [
    {
      title: 'Best held-out',
      x: 560,
      cell: 'best',
      value: ({ best }) => (best ? spreadText(best) : '–'),
    },
    { title: 'Test', x: 680, cell: 'test', value: ({ test }) => (test ? spreadText(test) : '–') },
    { title: 'Parameters', x: 774, value: ({ parameters }) => known(parameters, formatCount) },
    { title: 'FLOPs a step', x: 858, value: ({ flops }) => known(flops, formatCount) },
    { title: 'Memory', x: 924, value: ({ bytes }) => known(bytes, formatBytes) },
  ];
  const head = { y: top, 'font-size': 12, fill: MUTED };
  draw(root, 'text', { ...head, x: 36 }, 'Variant');
  for (const { title, x } of columns) {
    draw(root, 'text', { ...head, x, 'text-anchor': 'end' }, title);
  }
  for (const [at, row] of rows.entries()) {
    const y = top + ROW * (at + 1);
    const { paper, dash } = seriesStyle(row.place);
    draw(root, 'line', { x1: 36, x2: 924, y1: y - 17, y2: y - 17, stroke: RULE });
    draw(root, 'line', {
      x1: 36,
      x2: 62,
      y1: y - 4,
      y2: y - 4,
      stroke: paper,
      'stroke-width': 2.5,
      ...(dash.length > 0 && { 'stroke-dasharray': dash.join(' ') }),
    });
    const name = draw(root, 'text', { x: 72, y, 'font-size': 13, fill: INK });
    draw(name, 'tspan', { 'font-weight': 600 }, clipped(row.title, 30));
    const words = row.words?.join(', ') ?? '';
    const room = 58 - Math.min(30, row.title.length);
    if (words) draw(name, 'tspan', { dx: 8, fill: MUTED, 'font-size': 12 }, clipped(words, room));
    for (const { x, cell, value } of columns) {
      const weight = cell && row[cell]?.mark ? 600 : 400;
      const place = { x, y, 'font-size': 12.5, fill: INK, 'text-anchor': 'end' };
      draw(root, 'text', { ...place, 'font-weight': weight }, value(row));
    }
  }
}

function known(value: number | null, format: (value: number) => string): string {
  return value === null ? '–' : format(value);
}

function clipped(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1).trimEnd()}…` : text;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
