/** The blocks of one family: the usual ones, and the others behind "More". */
import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import type { BlockView } from '../canvas/blockView';

interface PaletteFamilyProps {
  readonly family: string;
  readonly title: string;
  readonly blocks: readonly BlockView[];
  readonly open: boolean;
  readonly all: boolean;
  readonly onOpen: (open: boolean) => void;
  readonly onAll: (all: boolean) => void;
  readonly items: (blocks: readonly BlockView[]) => ReactNode;
}

/** Fewer than this are shown at once. */
const LEAST_HIDDEN = 2;

export function PaletteFamily(props: PaletteFamilyProps) {
  const { family, title, blocks, open, all, onOpen, onAll, items } = props;
  const usual = blocks.filter(({ advanced }) => !advanced);
  const hidden = blocks.length - usual.length;
  const split = usual.length > 0 && hidden >= LEAST_HIDDEN;
  return (
    <section className={`palette-family family-${family}`}>
      <h2>
        <button type="button" data-stop aria-expanded={open} onClick={() => onOpen(!open)}>
          <span className="palette-dot" aria-hidden />
          <span className="grow">{title}</span>
          <ChevronDown size={14} aria-hidden />
        </button>
      </h2>
      {open && (
        <>
          <ul aria-label={title}>{items(split && !all ? usual : blocks)}</ul>
          {split && (
            <button
              type="button"
              data-stop
              className="palette-more"
              aria-expanded={all}
              aria-label={all ? `Fewer blocks of ${title}` : `${hidden} more blocks of ${title}`}
              onClick={() => onAll(!all)}
            >
              {all ? 'Fewer' : `${hidden} more`}
            </button>
          )}
        </>
      )}
    </section>
  );
}
