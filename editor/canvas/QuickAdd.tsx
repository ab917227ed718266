/** Search at a place of the canvas: type, arrows, Enter. Filtered when a wire hangs at the pointer. */
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import type { PortSpec } from '../../runtime/index';
import { useEditor } from '../store/EditorContext';
import { BlockIcon } from '../ui/icons';
import type { BlockView } from './blockView';
import { addableBlocks, searchBlocks } from './search';

/** A loose end that the new block is to be wired to. */
export interface LooseEnd {
  readonly node: string;
  readonly port: string;
  readonly kind: 'input' | 'output';
}

interface QuickAddProps {
  /** Place on the page, px. */
  readonly x: number;
  readonly y: number;
  readonly looseEnd: LooseEnd | null;
  /** The port of a block that could take the loose end; null when none fits. */
  readonly fitting: (block: BlockView) => string | null;
  readonly onPick: (block: BlockView) => void;
  readonly onClose: () => void;
}

export function QuickAdd({ x, y, looseEnd, fitting, onPick, onClose }: QuickAddProps) {
  const document = useEditor((state) => state.document);
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const root = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  const usable = useMemo(() => {
    const all = addableBlocks(document);
    return looseEnd ? all.filter((block) => fitting(block) !== null) : all;
  }, [document, looseEnd, fitting]);
  const found = useMemo(() => searchBlocks(usable, query), [usable, query]);

  useEffect(() => {
    input.current?.focus();
    const outside = (event: PointerEvent) => {
      if (!root.current?.contains(event.target as Node)) onClose();
    };
    addEventListener('pointerdown', outside, true);
    return () => removeEventListener('pointerdown', outside, true);
  }, [onClose]);

  useEffect(() => {
    root.current?.querySelector(`[id="${id}-${at}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [at, id]);

  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === 'Escape') onClose();
    else if (event.key === 'Enter' && found[at]) onPick(found[at]);
    else if (event.key === 'ArrowDown') setAt(Math.min(found.length - 1, at + 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(0, at - 1));
    else return;
    event.preventDefault();
  };

  return (
    <div
      ref={root}
      className="quick-add"
      role="dialog"
      aria-label="Add a block"
      style={{
        left: Math.max(8, Math.min(x, innerWidth - 336)),
        top: Math.max(8, Math.min(y, innerHeight - 400)),
      }}
      onKeyDown={onKeyDown}
    >
      <input
        ref={input}
        className="field"
        role="combobox"
        aria-label="Search a block to add"
        aria-expanded
        aria-controls={`${id}-list`}
        aria-activedescendant={found[at] ? `${id}-${at}` : undefined}
        placeholder="Add a block"
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setAt(0);
        }}
      />
      {looseEnd && (
        <p>Blocks that the wire can {looseEnd.kind === 'output' ? 'lead to' : 'come from'}</p>
      )}
      <div
        className="quick-list scroll"
        role="listbox"
        id={`${id}-list`}
        aria-label="Blocks"
        tabIndex={-1}
      >
        {found.map((block, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled by the search field
          <div
            key={block.id}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === at}
            tabIndex={-1}
            onPointerMove={() => setAt(index)}
            onClick={() => onPick(block)}
          >
            <span className={`swatch family-${block.family}`}>
              <BlockIcon name={block.icon} size={14} />
            </span>
            <span className="grow clip">{block.title}</span>
          </div>
        ))}
      </div>
      {found.length === 0 && (
        <p>{query ? `No block is called “${query}”.` : 'No block fits this wire.'}</p>
      )}
    </div>
  );
}

/**
 * The first port of a block that a value of this kind may enter or leave by, judged by kind of
 * values alone; whether the sizes fit is told once it is wired.
 */
export function fittingPort(
  block: BlockView,
  kind: LooseEnd['kind'],
  dtype: PortSpec['dtype'],
): string | null {
  const ports = Object.entries(kind === 'output' ? block.inputs : block.outputs);
  const wanted = dtype ?? 'float32';
  const same = ports.find(([, spec]) => !spec.optional && (spec.dtype ?? 'float32') === wanted);
  const optional = ports.find(([, spec]) => (spec.dtype ?? 'float32') === wanted);
  return (same ?? optional)?.[0] ?? null;
}
