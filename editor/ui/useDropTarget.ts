/** An element that files can be dropped on. */
import { type DragEvent, useState } from 'react';

/** `over` while something is held over it; `target` is spread into the element. */
export function useDropTarget(onDrop: (transfer: DataTransfer) => void) {
  const [over, setOver] = useState(false);
  const target = {
    onDragOver(event: DragEvent) {
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: () => setOver(false),
    onDrop(event: DragEvent) {
      event.preventDefault();
      event.stopPropagation();
      setOver(false);
      onDrop(event.dataTransfer);
    },
  };
  return { over, target };
}
