/** Files of a drop or of a file dialog with their places in their folders. */
import type { ImportFile } from '../../../runtime/index';

/** More are not gathered. */
const MOST_FILES = 50_000;

/** Must be called within the event of the drop: afterwards the browser has taken its content back. */
export function filesOfDrop(transfer: DataTransfer): Promise<readonly ImportFile[]> {
  const entries = Array.from(transfer.items, (item) => item.webkitGetAsEntry?.() ?? null);
  const plain = filesOfList(transfer.files);
  return entries.some((entry) => entry?.isDirectory) ? gather(entries) : Promise.resolve(plain);
}

export function filesOfList(list: FileList | null): readonly ImportFile[] {
  return Array.from(list ?? [], (blob) => ({ path: blob.webkitRelativePath || blob.name, blob }));
}

async function gather(
  entries: readonly (FileSystemEntry | null)[],
): Promise<readonly ImportFile[]> {
  const files: ImportFile[] = [];
  const waiting = entries.filter((entry) => entry !== null);
  for (let entry = waiting.shift(); entry && files.length < MOST_FILES; entry = waiting.shift()) {
    const path = entry.fullPath.replace(/^\/+/, '');
    if (entry.isFile) {
      const file = entry as FileSystemFileEntry;
      files.push({ path, blob: await new Promise<File>((done, fail) => file.file(done, fail)) });
    } else {
      const reader = (entry as FileSystemDirectoryEntry).createReader();
      // A hundred at a time, until there are none.
      for (let part = await next(reader); part.length > 0; part = await next(reader)) {
        waiting.push(...part);
      }
    }
  }
  return files;
}

function next(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  return new Promise((done, fail) => reader.readEntries(done, fail));
}
