/** The commands on one tab, for its context menu and the menu at the end of the bar. */
import {
  ArrowLeft,
  ArrowRight,
  ChevronsLeft,
  GitFork,
  ListPlus,
  PencilLine,
  Trash2,
} from 'lucide-react';
import { BASE, type GraphDocument, variantIds } from '../../runtime/index';
import { roomForVariants } from '../commands/variants';
import { showKeys } from '../ui/keys';
import type { MenuItem } from '../ui/Menu';
import type { VariantActions } from './variantActions';

interface Options {
  readonly whole: GraphDocument;
  readonly id: string;
  readonly readOnly: boolean;
  readonly actions: VariantActions;
  readonly onRename: (id: string) => void;
  readonly onSweep: (id: string) => void;
  readonly remove: (id: string) => Promise<void>;
}

export function variantMenu(options: Options): readonly (readonly MenuItem[])[] {
  const { whole, id, readOnly, actions, onRename, onSweep, remove } = options;
  const copying = copyItems({ whole, id, readOnly, actions, onSweep });
  const size = 15;
  const rename: MenuItem = {
    label: 'Rename',
    icon: <PencilLine size={size} aria-hidden />,
    keys: 'F2',
    disabled: readOnly,
    // The menu gives the focus back first.
    run: () => setTimeout(() => onRename(id)),
  };
  if (id === BASE) return [copying, [rename]];
  const ids = variantIds(whole);
  const place = ids.indexOf(id);
  return [
    copying,
    [
      rename,
      {
        label: 'Make it the base',
        icon: <ChevronsLeft size={size} aria-hidden />,
        disabled: readOnly,
        run: () => actions.makeBase(id),
      },
      {
        label: 'Move left',
        icon: <ArrowLeft size={size} aria-hidden />,
        disabled: readOnly || place === 1,
        run: () => actions.move(id, -1),
      },
      {
        label: 'Move right',
        icon: <ArrowRight size={size} aria-hidden />,
        disabled: readOnly || place === ids.length - 1,
        run: () => actions.move(id, 1),
      },
    ],
    [
      {
        label: 'Delete',
        icon: <Trash2 size={size} aria-hidden />,
        keys: showKeys('Delete'),
        disabled: readOnly,
        run: () => void remove(id),
      },
    ],
  ];
}

/** The commands that make variants of one. */
export function copyItems({
  whole,
  id,
  readOnly,
  actions,
  onSweep,
}: Pick<Options, 'whole' | 'id' | 'readOnly' | 'actions' | 'onSweep'>): readonly MenuItem[] {
  const disabled = readOnly || roomForVariants(whole) <= 0;
  return [
    {
      label: 'Fork',
      icon: <GitFork size={15} aria-hidden />,
      keys: showKeys('Shift+F'),
      disabled,
      run: () => void actions.fork(id),
    },
    {
      label: 'Try several values',
      icon: <ListPlus size={15} aria-hidden />,
      disabled,
      run: () => onSweep(id),
    },
  ];
}
