/** One import as the window follows it: reading, looked at, kept. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type {
  Diagnostic,
  ImportFile,
  ImportOptions,
  ImportPreview,
  ImportProgress,
  OwnDataset,
} from '../../../runtime/index';
import { createRandom } from '../../../runtime/index';
import { useController } from '../labContext';
import { refreshOwn } from './ownDatasets';

export type ImportState =
  | { readonly kind: 'none' }
  | { readonly kind: 'reading'; readonly progress: ImportProgress | null }
  | { readonly kind: 'failed'; readonly diagnostics: readonly Diagnostic[] }
  /** `busy`: other options are being followed, or the data is being kept. */
  | {
      readonly kind: 'preview';
      readonly preview: ImportPreview;
      readonly busy: boolean;
      readonly problems: readonly Diagnostic[];
    };

export interface Import {
  readonly state: ImportState;
  read(files: readonly ImportFile[]): void;
  /** Follows other options. */
  revise(options: ImportOptions): void;
  /** Null where it was not kept; the state then says why. */
  keep(title: string): Promise<OwnDataset | null>;
  /** Ends what is under way. */
  drop(): void;
}

const ids = createRandom('imports');

export function useImport(): Import {
  const { imports } = useController();
  const [state, setState] = useState<ImportState>({ kind: 'none' });
  const current = useRef<{ readonly id: string; readonly files: readonly ImportFile[] } | null>(
    null,
  );
  /** Grows with each request: answers to earlier ones are dropped. */
  const turn = useRef(0);

  const drop = useCallback(() => {
    turn.current++;
    if (current.current) void imports.dropImport(current.current.id);
    current.current = null;
    setState({ kind: 'none' });
  }, [imports]);

  useEffect(() => drop, [drop]);

  const read = useCallback(
    (files: readonly ImportFile[]) => {
      drop();
      const now = ++turn.current;
      const id = String(ids.int(2 ** 32));
      current.current = { id, files };
      setState({ kind: 'reading', progress: null });
      const onProgress = (progress: ImportProgress) => {
        if (turn.current === now) setState({ kind: 'reading', progress });
      };
      void imports.importFiles(id, files, {}, onProgress).then((result) => {
        if (turn.current !== now) return;
        setState(
          result.ok
            ? { kind: 'preview', preview: result.value, busy: false, problems: [] }
            : { kind: 'failed', diagnostics: result.diagnostics },
        );
      });
    },
    [imports, drop],
  );

  const revise = useCallback(
    async (options: ImportOptions) => {
      const mine = current.current;
      if (!mine) return;
      const now = ++turn.current;
      const busy = (before: ImportState): ImportState =>
        before.kind === 'preview' ? { ...before, busy: true, problems: [] } : before;
      setState(busy);
      const ask = (files: readonly ImportFile[]) =>
        imports.importFiles(mine.id, files, options, () => {});
      let result = await ask([]);
      // A worker that began anew knows nothing of the files.
      if (!result.ok && turn.current === now) result = await ask(mine.files);
      if (turn.current !== now) return;
      setState((before) => {
        if (result.ok) return { kind: 'preview', preview: result.value, busy: false, problems: [] };
        if (before.kind !== 'preview') return { kind: 'failed', diagnostics: result.diagnostics };
        return { ...before, busy: false, problems: result.diagnostics };
      });
    },
    [imports],
  );

  const keep = useCallback(
    async (title: string) => {
      const mine = current.current;
      if (!mine) return null;
      const now = ++turn.current;
      setState((before) => (before.kind === 'preview' ? { ...before, busy: true } : before));
      const result = await imports.keepImport(mine.id, title);
      if (result.ok) await refreshOwn();
      if (turn.current !== now) return result.ok ? result.value : null;
      if (result.ok) {
        current.current = null;
        setState({ kind: 'none' });
        return result.value;
      }
      setState((before) =>
        before.kind === 'preview'
          ? { ...before, busy: false, problems: result.diagnostics }
          : before,
      );
      return null;
    },
    [imports],
  );

  return { state, read, revise: (options) => void revise(options), keep, drop };
}
