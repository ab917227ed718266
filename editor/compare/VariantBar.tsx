/** The base and its variants as tabs over the canvas; nothing while there are none. */
import { Columns2, Ellipsis, GitFork } from 'lucide-react';
import {
  type KeyboardEvent,
  type MouseEvent,
  useCallback,
  useEffect,
  useRef,
  useState,
} from 'react';
import { variantIds } from '../../runtime/index';
import { variantTitle } from '../commands/variants';
import { useEditor } from '../store/EditorContext';
import { selectWhole } from '../store/selectors';
import { Button } from '../ui/Button';
import { Menu, MenuList } from '../ui/Menu';
import { showSideBySide, useSideBySide } from './canvases/canvasesView';
import { changesText, countText, diffOf } from './diffOf';
import { RenameField } from './RenameField';
import { SweepDialog } from './SweepDialog';
import { useVariants } from './VariantsContext';
import { variantMenu } from './variantMenu';
import './variants.css';

/** A place in the bar: from its left edge, px. */
interface At {
  readonly id: string;
  readonly left: number;
  readonly width: number;
}

/** Room that a menu needs, and a title while it is typed, px. */
const MENU = 232;
const RENAME = 140;

interface Props {
  /** Id of the element that shows what a tab stands for. */
  readonly controls: string;
}

export function VariantBar({ controls }: Props) {
  const actions = useVariants();
  const whole = useEditor(selectWhole);
  const shown = useEditor((state) => state.view.variant);
  const readOnly = useEditor((state) => state.readOnly);
  const bar = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [menu, setMenu] = useState<At | null>(null);
  const [renaming, setRenaming] = useState<At | null>(null);
  const [sweeping, setSweeping] = useState<string | null>(null);
  const ids = variantIds(whole);
  const sideBySide = useSideBySide();
  const loads = useEditor((state) => state.loads);
  const alone = ids.length === 1;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another document, and one without variants, begin with their canvas
  useEffect(() => showSideBySide(false), [loads, alone]);

  const tabAt = (place: number) =>
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[place] ?? null;
  const focusTab = useCallback((id: string | undefined) => {
    const tab = id && list.current?.querySelector<HTMLElement>(`[data-variant="${id}"]`);
    if (tab) tab.focus();
  }, []);
  const place = (id: string): At => {
    const frame = bar.current?.getBoundingClientRect();
    const tab = tabAt(ids.indexOf(id))?.getBoundingClientRect();
    return { id, left: (tab?.left ?? 0) - (frame?.left ?? 0), width: tab?.width ?? 0 };
  };
  const rename = (id: string) => {
    if (readOnly) return;
    const at = place(id);
    setRenaming({ ...at, width: Math.max(RENAME, at.width) });
  };
  const remove = async (id: string) => {
    await actions.remove(id);
    // The tabs are drawn anew first.
    setTimeout(() => list.current?.querySelector<HTMLElement>('[aria-selected=true]')?.focus());
  };
  const closeMenu = useCallback(
    (focus: boolean) => {
      if (focus) focusTab(menu?.id);
      setMenu(null);
    },
    [menu, focusTab],
  );
  const itemsOf = (id: string) =>
    variantMenu({ whole, id, readOnly, actions, onRename: rename, onSweep: setSweeping, remove });

  const onKeyDown = (event: KeyboardEvent, id: string) => {
    const at = ids.indexOf(id);
    const to = {
      ArrowRight: (at + 1) % ids.length,
      ArrowLeft: (at + ids.length - 1) % ids.length,
      Home: 0,
      End: ids.length - 1,
    }[event.key];
    if (to !== undefined) {
      void actions.show(ids[to]);
      tabAt(to)?.focus();
    } else if (event.key === 'F2') rename(id);
    else if (event.key === 'Delete' || event.key === 'Backspace') void remove(id);
    else return;
    event.preventDefault();
  };

  if (alone) return null;
  const left = Math.max(4, Math.min(menu?.left ?? 0, (bar.current?.clientWidth ?? 0) - MENU));
  return (
    <div className="variant-bar" ref={bar}>
      <div className="variant-tabs" role="tablist" aria-label="Variants" ref={list}>
        {ids.map((id) => (
          <Tab
            key={id}
            id={id}
            selected={id === shown}
            under={renaming?.id === id ? renaming.width : null}
            controls={controls}
            onShow={() => void actions.show(id)}
            onRename={() => rename(id)}
            onKeyDown={(event) => onKeyDown(event, id)}
            onContextMenu={(event) => {
              event.preventDefault();
              if (!readOnly) setMenu(place(id));
            }}
          />
        ))}
      </div>
      {!readOnly && (
        <Button
          small
          variant="quiet"
          className="variant-fork"
          aria-label="Fork"
          title="A copy of what is shown, to change and compare"
          onClick={() => void actions.fork()}
        >
          <GitFork size={14} aria-hidden />
          <span>Fork</span>
        </Button>
      )}
      <Button
        small
        variant="quiet"
        className="variant-side"
        aria-pressed={sideBySide}
        aria-label="Side by side"
        title="All variants beside each other, to look at  V"
        onClick={() => showSideBySide(!sideBySide)}
      >
        <Columns2 size={14} aria-hidden />
        <span>Side by side</span>
      </Button>
      {!readOnly && (
        <Menu
          label={`${variantTitle(whole, shown)}, menu of the variant`}
          buttonClass="button quiet small icon"
          align="end"
          sections={itemsOf(shown)}
        >
          <Ellipsis size={15} aria-hidden />
        </Menu>
      )}
      {menu && (
        <MenuList
          label={`${variantTitle(whole, menu.id)}, menu of the variant`}
          sections={itemsOf(menu.id)}
          style={{ insetInlineStart: left }}
          within={bar}
          onClose={closeMenu}
        />
      )}
      {renaming && (
        <RenameField
          title={variantTitle(whole, renaming.id)}
          style={{ left: renaming.left, width: renaming.width }}
          onDone={(title) => {
            if (title !== null) actions.rename(renaming.id, title);
            setRenaming(null);
            // The tab comes back first.
            setTimeout(() => focusTab(renaming.id));
          }}
        />
      )}
      {sweeping !== null && <SweepDialog from={sweeping} onClose={() => setSweeping(null)} />}
    </div>
  );
}

/** Its last word stays where there is little room: the value that a variant tries. */
function TabTitle({ title }: { readonly title: string }) {
  const [, stem = title, last = ''] = /^(.*\S)\s+(\S{1,8})$/.exec(title) ?? [];
  return (
    <span className="variant-title">
      <span className="clip">{stem}</span>
      {last && <span> {last}</span>}
    </span>
  );
}

interface TabProps {
  readonly id: string;
  readonly selected: boolean;
  /** Width of the field that lies over it, px; null where there is none. */
  readonly under: number | null;
  readonly controls: string;
  readonly onShow: () => void;
  readonly onRename: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onContextMenu: (event: MouseEvent) => void;
}

function Tab({ id, selected, under, controls, onShow, onRename, ...events }: TabProps) {
  const whole = useEditor(selectWhole);
  const diff = diffOf(whole, id);
  const title = variantTitle(whole, id);
  const words = diff
    ? changesText(
        diff.words.map(({ text }) => text),
        '\n',
      )
    : 'The base: others are told by what they change in it';
  const rest = diff ? countText(diff) : whole.comparison?.base && 'the base';
  return (
    <button
      type="button"
      role="tab"
      className="variant-tab"
      data-variant={id}
      style={under === null ? undefined : { flex: 'none', width: under, visibility: 'hidden' }}
      aria-label={rest ? `${title}, ${rest}` : title}
      aria-selected={selected}
      aria-controls={selected ? controls : undefined}
      tabIndex={selected ? 0 : -1}
      title={`${title}\n${words}`}
      onClick={onShow}
      onDoubleClick={onRename}
      {...events}
    >
      <TabTitle title={title} />
    </button>
  );
}
