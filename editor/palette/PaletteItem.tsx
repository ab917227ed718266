/** A block in the palette: drag it, click it, or press Enter. */
import { BLOCK_DRAG_TYPE } from '../canvas/blockDrag';
import type { BlockView } from '../canvas/blockView';
import { canvasControl } from '../canvas/canvasActions';
import { BlockIcon } from '../ui/icons';

interface PaletteItemProps {
  readonly block: BlockView;
  readonly disabled: boolean;
  readonly onShow: (top: number) => void;
  readonly onHide: () => void;
}

export function PaletteItem({ block, disabled, onShow, onHide }: PaletteItemProps) {
  return (
    <li>
      <button
        type="button"
        className="palette-item"
        data-stop
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
