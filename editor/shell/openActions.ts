/** Opening things: asks before a training is left, and tells what came of it. */
import type { Preset } from '../../presets/index';
import { pickFile } from '../persistence/files';
import type { Opened, Workspace } from '../persistence/workspace';
import { formatPlural } from '../ui/format';
import { notify } from '../ui/notices';

export interface OpenActions {
  preset(preset: Preset): Promise<void>;
  empty(): Promise<void>;
  file(file?: Blob): Promise<void>;
  stored(id: string): Promise<void>;
  copy(): Promise<void>;
  link(hash: string): Promise<void>;
}

interface OpenOptions {
  readonly workspace: Workspace;
  /** False: stay with what is open. */
  readonly mayLeave: () => Promise<boolean>;
  /** Something was opened, or could not be. */
  readonly onOpened: (opened: Opened) => void;
  /** What was opened is there to be compared. */
  readonly onCompared: () => void;
}

export function createOpenActions(options: OpenOptions): OpenActions {
  const { workspace, mayLeave, onOpened, onCompared } = options;

  /** `again` opens although the open graph cannot be saved. */
  async function leaveFor(
    open: () => Promise<Opened>,
    again: (() => Promise<Opened>) | null = null,
  ): Promise<void> {
    if (!(await mayLeave())) return;
    tell(await open(), again);
  }

  function tell(opened: Opened, again: (() => Promise<Opened>) | null): void {
    if (opened.kind === 'unsaved') {
      notify(
        `${opened.message} The open graph stays.`,
        again
          ? { label: 'Open anyway', run: () => void again().then((next) => tell(next, null)) }
          : { label: 'Save as a file', run: () => workspace.download() },
      );
      return;
    }
    if (workspace.state.getState().current) tellRefusal(opened);
    onOpened(opened);
    if (opened.kind !== 'opened') return;
    const { diagnostics, earlier } = opened;
    if (diagnostics.length > 0) {
      const parts = formatPlural(diagnostics.length, 'part');
      notify(`${parts} could not be read as written: ${diagnostics[0].message}`);
    }
    if (earlier) {
      notify('You have an edited copy of this from before.', {
        label: 'Open that one',
        run: () => void leaveFor(() => workspace.open(earlier.id)),
      });
    }
  }

  /** Beside a graph that stays open; without one, the first page tells it. */
  function tellRefusal(opened: Opened): void {
    if (opened.kind !== 'refused' && opened.kind !== 'unreadable') return;
    const [problem] = opened.diagnostics;
    const reason = problem?.message ?? 'It is damaged.';
    if (opened.kind === 'refused') notify(`This graph could not be opened. ${reason}`);
    else {
      notify(`“${opened.title}” could not be read. ${reason} What is stored stays as it is.`, {
        label: 'Download what is stored',
        run: () => void workspace.downloadStored(opened.id),
      });
    }
  }

  return {
    preset: ({ id, note, document, compares = false }) => {
      const copy = { description: note, ...document };
      const source = `preset:${id}`;
      const openIt = async (force?: true) => {
        const opened = await workspace.openCopy(copy, { source, force });
        if (compares && opened.kind === 'opened') onCompared();
        return opened;
      };
      return leaveFor(openIt, () => openIt(true));
    },
    empty: () => leaveFor(() => workspace.openNew()),
    file: async (given) => {
      const file = given ?? (await pickFile());
      if (file) await leaveFor(() => workspace.openFile(file));
    },
    stored: (id) =>
      leaveFor(
        () => workspace.open(id),
        () => workspace.open(id, { force: true }),
      ),
    copy: () => leaveFor(() => workspace.openAsCopy()),
    link: (hash) => leaveFor(() => workspace.openInitial({ hash })),
  };
}
