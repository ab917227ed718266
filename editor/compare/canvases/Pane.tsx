/** One variant among others: its title, what it changes, its numbers, and its figure. */
import { type KeyboardEvent, useMemo, useRef } from 'react';
import { BASE, type GraphDocument, variantDocument } from '../../../runtime/index';
import { type Arrow, neighbour } from '../../canvas/navigation';
import { useEditor } from '../../store/EditorContext';
import { analysisOf } from '../../store/selectors';
import { formatCount, formatPlural } from '../../ui/format';
import { changesText, countText, diffOf } from '../diffOf';
import type { FigurePane } from './figurePanes';
import { PaneFigure } from './PaneFigure';
import { marks, sayOf } from './paneWords';
import { useShared, useSharedView } from './sharedView';
import { useSharedGestures } from './useSharedGestures';
import { panBy, reveal } from './viewport';

/** How far an arrow key moves the figures, px. */
const STEP = 48;

interface PaneProps {
  readonly pane: FigurePane;
  readonly whole: GraphDocument;
  readonly onOpen: (id: string) => void;
  readonly onEnter: (id: string) => void;
}

export function Pane({ pane, whole, onOpen, onEnter }: PaneProps) {
  const view = useSharedView();
  const shown = useEditor((state) => state.view.variant === pane.id);
  const surface = useRef<HTMLDivElement>(null);
  useSharedGestures(surface);
  const diff = diffOf(whole, pane.id);
  const words = diff?.words.map(({ text }) => text) ?? [];
  const summary = diff ? changesText(words) : 'What the others are compared to';
  const nodeAt = (target: EventTarget) =>
    (target as Element).closest<SVGGElement>('.pane-node')?.dataset.key ?? null;

  const focusNode = (key: string | undefined) => {
    const box = key === undefined ? undefined : pane.boxes.get(key);
    if (key === undefined || !box) return;
    surface.current
      ?.querySelector<SVGGElement>(`[data-key="${CSS.escape(key)}"]`)
      ?.focus({ preventScroll: true });
    view.move((at, size) => reveal(at, box.rect, size));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const key = nodeAt(event.target);
    const keys = paneKeys[event.key];
    if (key !== null && event.key === 'Escape') surface.current?.focus();
    else if (key !== null && event.key.startsWith('Arrow') && !event.shiftKey) {
      focusNode(nextNode(pane, key, event.key as Arrow));
    } else if (key !== null && event.key === 'Enter') {
      const box = pane.boxes.get(key);
      if (box) onEnter(box.id);
    } else if (key === null && event.key === 'Enter') focusNode(firstNode(pane));
    else if (keys) view.move((at) => panBy(at, keys[0] * STEP, keys[1] * STEP));
    else if (event.key === '0') view.fitAll();
    else if (event.key === '+' || event.key === '=') view.zoomBy(1.25);
    else if (event.key === '-') view.zoomBy(0.8);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <section
      className={`pane ${shown ? 'shown' : ''}`}
      aria-label={diff ? `${pane.title}, ${countText(diff)}` : pane.title}
    >
      <header>
        <button
          type="button"
          className="pane-title clip"
          aria-current={shown || undefined}
          aria-label={`${pane.title}, open to edit`}
          title={`${pane.title}: open to edit`}
          onClick={() => onOpen(pane.id)}
        >
          {pane.title}
        </button>
        <PaneNumbers whole={whole} id={pane.id} />
        <p className="pane-words clip" title={diff ? words.join('\n') : undefined}>
          {summary}
        </p>
      </header>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms */}
      <div
        ref={surface}
        className="pane-surface"
        role="group"
        aria-label={`Figure of ${pane.title}. Arrows move all figures, Enter goes to its blocks`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrows and + - 0 work while it has the focus
        tabIndex={0}
        onKeyDown={onKeyDown}
        onPointerOver={(event) => view.point(nodeAt(event.target))}
        onPointerLeave={() => view.point(null)}
        onFocus={(event) => view.point(nodeAt(event.target))}
        onBlur={() => view.point(null)}
        onDoubleClick={(event) => {
          const box = pane.boxes.get(nodeAt(event.target) ?? '');
          if (box) onEnter(box.id);
        }}
      >
        <PaneFigure pane={pane} />
        {!pane.scene && <p className="pane-empty">The opened block is not in this variant.</p>}
        {pane.scene?.boxes.length === 0 && <p className="pane-empty">Nothing here yet</p>}
        <PaneNote pane={pane} />
      </div>
    </section>
  );
}

const paneKeys: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [1, 0],
  ArrowRight: [-1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

/** What differs comes first. */
function firstNode(pane: FigurePane): string | undefined {
  const ids = pane.scene?.boxes.map(({ id }) => id) ?? [];
  const id = ids.find((each) => pane.marks.has(each));
  if (id === undefined && pane.ghosts.length > 0) return pane.ghosts[0].id;
  return pane.keys.get(id ?? ids[0] ?? '');
}

/** Along the wires; ghosts are reached by their place. */
function nextNode({ scene, ghosts, ...pane }: FigurePane, key: string, arrow: Arrow) {
  if (!scene) return undefined;
  const here = pane.boxes.get(key)?.id ?? '';
  const boxes = [
    ...scene.boxes.filter(({ kind }) => kind === 'block' || kind === 'unresolved'),
    ...ghosts.map((box) => ({ ...box, id: `-${box.id}` })),
  ];
  const from = ghosts.some(({ id }) => id === here) ? `-${here}` : here;
  const next = neighbour({ ...scene, boxes }, from, arrow);
  if (next === null) return undefined;
  return next.startsWith('-') ? next.slice(1) : pane.keys.get(next);
}

/** How large it is, and what is wrong with it. */
function PaneNumbers({ whole, id }: { readonly whole: GraphDocument; readonly id: string }) {
  const [mine, base] = useMemo(
    () =>
      [id, BASE].map((each) => {
        const document = variantDocument(whole, each);
        return document && analysisOf(document);
      }),
    [whole, id],
  );
  if (!mine) return null;
  const wrong = mine.diagnostics.filter(({ severity }) => severity === 'error').length;
  if (wrong > 0) return <p className="pane-numbers wrong">{formatPlural(wrong, 'problem')}</p>;
  const { params, macs } = mine.total;
  return (
    <p className="pane-numbers">
      <span>
        {formatCount(params)} <small>parameters</small>
        {id !== BASE && base && <small>{share(params, base.total.params)}</small>}
      </span>
      <span>
        {formatCount(macs)} <small>MACs</small>
        {id !== BASE && base && <small>{share(macs, base.total.macs)}</small>}
      </span>
    </p>
  );
}

/** " (−12 %)"; empty where it rounds to nothing. */
function share(value: number, base: number): string {
  if (!(base > 0) || value === base) return '';
  const percent = Math.round((100 * (value - base)) / base);
  if (percent === 0) return '';
  return ` (${percent > 0 ? '+' : '−'}${Math.abs(percent)} %)`;
}

/** What the block that is pointed at is in this pane. */
function PaneNote({ pane }: { readonly pane: FigurePane }) {
  const pointed = useShared((state) => state.pointed);
  if (pointed === null || !pane.scene) return null;
  const said = sayOf(pane, pointed, pane.id === BASE);
  return (
    <p className={`pane-note ${said?.kind ?? ''}`} aria-hidden>
      {said ? (
        <>
          {said.kind && <b>{marks[said.kind]} </b>}
          <strong>{said.title}</strong> {said.words}
          {said.problem && <span className="pane-note-problem">{said.problem}</span>}
        </>
      ) : (
        'Not here'
      )}
    </p>
  );
}
