/** One row a variant: what it changes, what it costs, how good it became. */
import {
  ArrowDown,
  ArrowUp,
  CircleAlert,
  Ellipsis,
  Pencil,
  Play,
  Square,
  Trash2,
} from 'lucide-react';
import { useMemo, useState } from 'react';
import { BASE, metricTitles } from '../../../runtime/index';
import { duration, milliseconds } from '../../lab/format';
import { useController } from '../../lab/labContext';
import { testTitle } from '../../lab/metricWords';
import { useEditor } from '../../store/EditorContext';
import { isBusy } from '../../store/session';
import { formatBytes, formatCount, formatExact } from '../../ui/format';
import { Menu, type MenuItem } from '../../ui/Menu';
import { changesText } from '../diffOf';
import { useVariants } from '../VariantsContext';
import {
  type BoardRow,
  type MetricCell,
  measuresBeside,
  type Sorting,
  type SortKey,
  sortedRows,
} from './boardRows';
import { isLaneBusy } from './boardState';
import { metricDifference, ratioText, rowStatus, spreadText } from './boardWords';
import { Swatch } from './Swatch';
import { useBoard } from './useBoard';

interface Props {
  readonly rows: readonly BoardRow[];
  readonly seeds: number;
}

export function BoardTable({ rows, seeds }: Props) {
  const [sorting, setSorting] = useState<Sorting | null>(null);
  const shown = useMemo(() => sortedRows(rows, sorting), [rows, sorting]);
  const base = rows.find(({ id }) => id === BASE) ?? null;
  const best = rows.find((row) => row.best)?.best?.kind;
  const test = rows.find((row) => row.test)?.test?.kind;
  const columns: readonly Column[] = [
    {
      key: 'best',
      title: best ? `Best ${metricTitles[best]}` : 'Best held-out',
      tip: 'The best of the validations on held-out examples: mean over seeds, ± sample standard deviation',
    },
    {
      key: 'test',
      title: test ? testTitle(test) : 'Test',
      tip: 'On the test set, at the end: mean over seeds, ± sample standard deviation',
    },
    { key: 'parameters', title: 'Parameters', tip: 'Trainable numbers' },
    {
      key: 'flops',
      title: 'FLOPs a step',
      tip: 'Floating-point operations of one training step: forward, backward and update',
    },
    { key: 'bytes', title: 'Memory', tip: 'Most memory of a training step' },
    { key: 'stepMs', title: 'Time a step', tip: 'Milliseconds of a step by itself' },
    { key: 'steps', title: 'Steps' },
    { key: 'seconds', title: 'Time', tip: 'Of one training, tests and pauses left out' },
  ];
  const sortBy = (key: SortKey) =>
    setSorting(
      sorting?.key !== key
        ? { key, descending: key !== 'title' }
        : sorting.descending === (key !== 'title')
          ? { key, descending: !sorting.descending }
          : null,
    );
  return (
    <div className="board-table-box scroll">
      <table className="board-table numeric">
        <caption className="visually-hidden">
          Variants, what they cost and how good they became
        </caption>
        <thead>
          <tr>
            <Head column={{ key: 'title', title: 'Variant' }} sorting={sorting} onSort={sortBy} />
            <th scope="col" className="text">
              Status
            </th>
            {columns.map((column) => (
              <Head key={column.key} column={column} sorting={sorting} onSort={sortBy} />
            ))}
            <th scope="col" className="board-end">
              <span className="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <Row key={row.id} row={row} base={row === base ? null : base} seeds={seeds} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface Column {
  readonly key: SortKey;
  readonly title: string;
  readonly tip?: string;
}

interface HeadProps {
  readonly column: Column;
  readonly sorting: Sorting | null;
  readonly onSort: (key: SortKey) => void;
}

function Head({ column: { key, title, tip }, sorting, onSort }: HeadProps) {
  const sorted = sorting?.key === key ? sorting : null;
  const Arrow = sorted?.descending ? ArrowDown : ArrowUp;
  return (
    <th
      scope="col"
      className={key === 'title' ? 'text sticky' : undefined}
      aria-sort={sorted ? (sorted.descending ? 'descending' : 'ascending') : undefined}
    >
      <button type="button" title={tip} onClick={() => onSort(key)}>
        {title}
        {sorted && <Arrow size={12} aria-hidden />}
      </button>
    </th>
  );
}

interface RowProps {
  readonly row: BoardRow;
  /** Null for the base itself. */
  readonly base: BoardRow | null;
  readonly seeds: number;
}

function Row({ row, base, seeds }: RowProps) {
  const { show } = useVariants();
  const shown = useEditor((state) => state.view.variant === row.id);
  const status = rowStatus(row, seeds);
  const { parameters, flops, macs, bytes, stepMs, steps, seconds, warning, words } = row;
  const beside = measuresBeside(row, base);
  const text = words && changesText(words);
  return (
    <tr className={row.former ? 'former' : undefined} aria-current={shown || undefined}>
      <th scope="row" className="text sticky">
        <div className="board-name">
          <Swatch place={row.place} />
          <div className="clip">
            <button
              type="button"
              className="board-title clip"
              title={`Show ${row.title}`}
              onClick={() => void show(row.id)}
            >
              {row.title}
            </button>
            <small className="clip" title={words?.join('\n')}>
              {text ?? 'What the others are set against'}
            </small>
            {warning && (
              <small className="board-warning clip" title={warning}>
                <CircleAlert size={12} aria-hidden /> {warning}
              </small>
            )}
          </div>
        </div>
      </th>
      <td className="text">
        <span className={`board-status ${status.tone}`} title={status.detail}>
          {status.text}
        </span>
        {status.detail && <small className="board-detail">{status.detail}</small>}
      </td>
      <Metric cell={row.best} base={beside.best} />
      <Metric cell={row.test} base={beside.test} />
      <Figure
        value={parameters}
        base={base?.parameters}
        format={formatCount}
        exact={parameters === null ? undefined : formatExact(parameters)}
      />
      <Figure
        value={flops}
        base={base?.flops}
        format={formatCount}
        exact={
          flops === null
            ? undefined
            : `${formatExact(flops)} FLOPs${macs === null ? '' : `, ${formatExact(macs)} MACs`}`
        }
      />
      <Figure value={bytes} base={base?.bytes} format={formatBytes} />
      <Figure value={stepMs} base={beside.stepMs} format={milliseconds} />
      <Figure value={steps} base={null} format={formatExact} />
      <Figure value={seconds} base={beside.seconds} format={duration} />
      <td className="board-end">
        <Actions row={row} />
      </td>
    </tr>
  );
}

interface FigureProps {
  readonly value: number | null;
  readonly base: number | null | undefined;
  readonly format: (value: number) => string;
  readonly exact?: string;
}

function Figure({ value, base, format, exact }: FigureProps) {
  const ratio = ratioText(value, base ?? null);
  return (
    <td title={exact}>
      {value === null ? <span className="muted">–</span> : format(value)}
      {ratio && <small>{ratio}</small>}
    </td>
  );
}

function Metric({
  cell,
  base,
}: {
  readonly cell: MetricCell | null;
  readonly base: MetricCell | null;
}) {
  if (!cell) {
    return (
      <td>
        <span className="muted">–</span>
      </td>
    );
  }
  const difference = metricDifference(cell, base);
  return (
    <td>
      <span className={cell.mark ? 'board-best' : undefined}>{spreadText(cell)}</span>
      <small>
        {cell.mark && <strong>{cell.mark}</strong>}
        {cell.mark && difference && ' · '}
        {difference}
      </small>
    </td>
  );
}

function Actions({ row }: { readonly row: BoardRow }) {
  const { board } = useController();
  const variants = useVariants();
  const readOnly = useEditor((state) => state.readOnly);
  const taken = useEditor((state) => isBusy(state.session));
  const running = useBoard((state) => state.running);
  const busy = row.lane !== null && isLaneBusy(row.lane);
  const size = 15;
  const sections: MenuItem[][] = [
    [
      {
        label: 'Edit',
        icon: <Pencil size={size} aria-hidden />,
        run: () => void variants.show(row.id),
      },
      busy
        ? {
            label: 'Stop this one',
            icon: <Square size={size} aria-hidden />,
            run: () => void board.stop(row.slot),
          }
        : {
            label: row.runs.length > 0 ? 'Train this one again' : 'Train this one alone',
            icon: <Play size={size} aria-hidden />,
            disabled: running || taken || readOnly || !row.trainable,
            run: () => void board.train({ variants: [row.id], again: row.runs.length > 0 }),
          },
    ],
  ];
  if (row.id !== BASE) {
    sections.push([
      {
        label: 'Delete',
        icon: <Trash2 size={size} aria-hidden />,
        disabled: readOnly,
        run: () => void variants.remove(row.id),
      },
    ]);
  }
  return (
    <Menu
      label={`${row.title}, actions`}
      buttonClass="button quiet small icon"
      align="end"
      sections={sections}
    >
      <Ellipsis size={15} aria-hidden />
    </Menu>
  );
}
