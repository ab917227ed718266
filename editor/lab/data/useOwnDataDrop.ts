/** The lab takes files of data that are dropped on it; what is left is for the page. */
import type { DragEvent } from 'react';
import { notify } from '../../ui/notices';
import { filesOfDrop } from './droppedFiles';
import { openOwnData } from './ownDatasets';

const DATA = /\.(zip|csv|tsv|txt|md|bin|gz|tgz|tar|png|jpe?g|gif|webp|bmp|avif)$|ubyte$/i;

interface Drop {
  readonly over: boolean;
  onDragOver(event: DragEvent): void;
  onDragLeave(event: DragEvent): void;
  onDropCapture(): void;
  onDrop(event: DragEvent): void;
}

/** The same handlers, after which folders and files of data are taken, too. */
export function useOwnDataDrop(before: Drop): Drop {
  return {
    ...before,
    onDrop(event) {
      before.onDrop(event);
      if (event.isPropagationStopped()) return;
      const { items, files } = event.dataTransfer;
      const folder = Array.from(items).some((item) => item.webkitGetAsEntry?.()?.isDirectory);
      if (!folder && !Array.from(files).some(({ name }) => DATA.test(name))) return;
      event.preventDefault();
      event.stopPropagation();
      filesOfDrop(event.dataTransfer).then(openOwnData, () =>
        notify('These files could not be read. Choose them with “Your own data”.'),
      );
    },
  };
}
