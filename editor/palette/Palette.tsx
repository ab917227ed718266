/** The blocks one can add, by family: search, drag, click or Enter. */
import { ChevronDown, Search, X } from 'lucide-react';
import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import { BLOCK_DRAG_TYPE } from '../canvas/blockDrag';
import type { BlockView } from '../canvas/blockView';
import { canvasControl } from '../canvas/canvasActions';
import { addableBlocks, searchBlocks } from '../canvas/search';
import { useEditor } from '../store/EditorContext';
import { selectEditable } from '../store/selectors';
import { families, familyTitles } from '../ui/families';
import { BlockIcon } from '../ui/icons';
import { BlockCard } from './BlockCard';
import './palette.css';

export function Palette() {
  const document = useEditor((state) => state.document);
  const editable = useEditor(selectEditable);
  const [query, setQuery] = useState('');
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [card, setCard] = useState<{ block: BlockView; top: number } | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const blocks = useMemo(() => addableBlocks(document), [document]);
  const found = useMemo(() => searchBlocks(blocks, query), [blocks, query]);
  const searching = query.trim() !== '';

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
          onChange={(event) => setQuery(event.target.value)}
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
      <div className="palette-list scroll" ref={list}>
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
            const open = !closed.has(family);
            return (
              <section key={family} className={`palette-family family-${family}`}>
                <h2>
                  <button
                    type="button"
                    aria-expanded={open}
                    onClick={() => setClosed(toggled(closed, family))}
                  >
                    <span className="palette-dot" aria-hidden />
                    <span className="grow">{familyTitles[family]}</span>
                    <ChevronDown size={14} aria-hidden />
                  </button>
                </h2>
                {open && <ul aria-label={familyTitles[family]}>{items(group)}</ul>}
              </section>
            );
          })}
      </div>
      {card && <BlockCard block={card.block} top={card.top} />}
    </div>
  );
}

interface PaletteItemProps {
  readonly block: BlockView;
  readonly disabled: boolean;
  readonly onShow: (top: number) => void;
  readonly onHide: () => void;
}

function PaletteItem({ block, disabled, onShow, onHide }: PaletteItemProps) {
  return (
    <li>
      <button
        type="button"
        className="palette-item"
        draggable={!disabled}
        aria-disabled={disabled}
        onClick={() => canvasControl()?.addBlock(block.id)}
        onDragStart={(event) => {
          onHide();
          event.dataTransfer.setData(BLOCK_DRAG_TYPE, block.id);
          event.dataTransfer.effectAllowed = 'copy';
        }}
        onDragEnd={onHide}
        onPointerEnter={(event) => onShow(event.currentTarget.getBoundingClientRect().top)}
        onPointerLeave={onHide}
        onFocus={(event) => {
          if (event.currentTarget.matches(':focus-visible')) {
            onShow(event.currentTarget.getBoundingClientRect().top);
          }
        }}
        onBlur={onHide}
      >
        <span className={`swatch family-${block.family}`}>
          <BlockIcon name={block.icon} size={14} />
        </span>
        <span className="clip">{block.title}</span>
      </button>
    </li>
  );
}

function toggled(set: ReadonlySet<string>, item: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(item)) next.add(item);
  return next;
}

/** Up and down go through search and blocks. */
function walk(event: KeyboardEvent, list: HTMLElement | null, input: HTMLElement | null): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const items = [...(list?.querySelectorAll<HTMLElement>('.palette-item') ?? [])];
  const at = items.indexOf(document.activeElement as HTMLElement);
  event.preventDefault();
  if (event.key === 'ArrowUp' && at <= 0) input?.focus();
  else items[at + (event.key === 'ArrowDown' ? 1 : -1)]?.focus();
}
