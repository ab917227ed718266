/** The blocks one can add, by family: search, drag, click or Enter. */
import { Search, X } from 'lucide-react';
import { type KeyboardEvent, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { BlockView } from '../canvas/blockView';
import { canvasControl } from '../canvas/canvasActions';
import { addableBlocks, searchBlocks } from '../canvas/search';
import { useEditor } from '../store/EditorContext';
import { selectEditable } from '../store/selectors';
import { families, familyTitles } from '../ui/families';
import { useStored } from '../ui/useStored';
import { BlockCard } from './BlockCard';
import { PaletteFamily } from './PaletteFamily';
import { PaletteItem } from './PaletteItem';
import './palette.css';

export function Palette() {
  const document = useEditor((state) => state.document);
  const editable = useEditor(selectEditable);
  const [query, setQuery] = useState('');
  const [closed, setClosed] = useStored('palette.closed', none, asNames);
  const [whole, setWhole] = useStored('palette.whole', none, asNames);
  const [card, setCard] = useState<{ block: BlockView; top: number } | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const blocks = useMemo(() => addableBlocks(document), [document]);
  const found = useMemo(() => searchBlocks(blocks, query), [blocks, query]);
  const searching = query.trim() !== '';
  // biome-ignore lint/correctness/useExhaustiveDependencies: after every change of what is listed
  useLayoutEffect(() => keepOneStop(list.current), [found, closed, whole, searching]);

  const items = (group: readonly BlockView[]) =>
    group.map((block) => (
      <PaletteItem
        key={block.id}
        block={block}
        disabled={!editable}
        onShow={(top) => setCard({ block, top })}
        onHide={() => setCard(null)}
      />
    ));

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys come from the fields in it
    <div
      className="palette"
      onPointerLeave={() => setCard(null)}
      onKeyDown={(event) => walk(event, list.current, input.current)}
    >
      <div className="palette-search">
        <Search size={15} aria-hidden />
        <input
          ref={input}
          type="search"
          className="field"
          aria-label="Search blocks"
          placeholder="Search blocks"
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setCard(null);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && found[0]) canvasControl()?.addBlock(found[0].id);
            if (event.key === 'Escape' && query) {
              event.stopPropagation();
              setQuery('');
            }
          }}
        />
        {query && (
          <button type="button" aria-label="Clear the search" onClick={() => setQuery('')}>
            <X size={14} aria-hidden />
          </button>
        )}
      </div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the focus of what is in it */}
      <div className="palette-list scroll" ref={list} onFocus={() => keepOneStop(list.current)}>
        {searching && (
          <ul aria-label="Blocks found">
            {items(found)}
            {found.length === 0 && <li className="palette-none">No block is called “{query}”.</li>}
          </ul>
        )}
        {!searching &&
          families.map((family) => {
            const group = found.filter((block) => block.family === family);
            if (group.length === 0) return null;
            return (
              <PaletteFamily
                key={family}
                family={family}
                title={familyTitles[family]}
                blocks={group}
                open={!closed.includes(family)}
                all={whole.includes(family)}
                onOpen={() => setClosed(toggled(closed, family))}
                onAll={() => setWhole(toggled(whole, family))}
                items={items}
              />
            );
          })}
      </div>
      {card && <BlockCard block={card.block} top={card.top} />}
    </div>
  );
}

const none: readonly string[] = [];

function asNames(stored: unknown): readonly string[] | undefined {
  return Array.isArray(stored) ? stored.filter((name) => typeof name === 'string') : undefined;
}

function toggled(names: readonly string[], name: string): readonly string[] {
  return names.includes(name) ? names.filter((other) => other !== name) : [...names, name];
}

/** Everything in the list that can have the focus. */
function stopsOf(list: HTMLElement | null): readonly HTMLElement[] {
  return [...(list?.querySelectorAll<HTMLElement>('[data-stop]') ?? [])];
}

/** One stop of Tab for the whole list: the last one visited, else the first. */
function keepOneStop(list: HTMLElement | null): void {
  const stops = stopsOf(list);
  const focused = stops.find((stop) => stop === document.activeElement);
  const current = focused ?? stops.find((stop) => stop.tabIndex === 0) ?? stops[0];
  for (const stop of stops) stop.tabIndex = stop === current ? 0 : -1;
}

/** Up and down go through search, families and blocks; Home and End to the first and the last. */
function walk(event: KeyboardEvent, list: HTMLElement | null, input: HTMLElement | null): void {
  const inList = event.target !== input;
  const steps = { ArrowDown: 1, ArrowUp: -1, ...(inList && { Home: -1e9, End: 1e9 }) };
  if (!(event.key in steps)) return;
  event.preventDefault();
  const stops = stopsOf(list);
  const at = stops.indexOf(document.activeElement as HTMLElement);
  const next = at + (steps[event.key as keyof typeof steps] ?? 0);
  if (event.key === 'ArrowUp' && next < 0) input?.focus();
  else stops[Math.max(0, Math.min(stops.length - 1, next))]?.focus();
}
