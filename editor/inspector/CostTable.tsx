/** What one forward pass and one training step cost, side by side. */
import type { Cost } from '../../runtime/index';
import { formatBytes, formatCount, formatExact, formatShare } from '../ui/format';

interface CostTableProps {
  /** Of one example. */
  readonly forward: Cost;
  /** Null where the graph cannot be trained, or while it is not known yet. */
  readonly training: Cost | null;
  /** Examples in a training step. */
  readonly batch: number;
  /** The training step is of the graph before the last edit. */
  readonly pending: boolean;
  /** The whole graph, when the costs are of a part of it. */
  readonly whole?: { readonly forward: Cost; readonly training: Cost | null };
}

interface Row {
  readonly key: keyof Cost;
  readonly label: string;
  readonly hint: string;
  readonly format: (value: number) => string;
  readonly unit?: string;
  /** Read from the plan: nothing to show where nothing runs. */
  readonly planned?: true;
  /** Of a part: its share of the whole means something. */
  readonly shared: boolean;
}

const common = {
  params: {
    key: 'params',
    label: 'Parameters',
    hint: 'Numbers that are learned',
    format: formatCount,
    shared: true,
  },
  macs: {
    key: 'macs',
    label: 'MACs',
    hint: 'Multiply-accumulates of convolutions, linear layers and attention, as papers count. A training step takes about three times those of its forward pass.',
    format: formatCount,
    shared: true,
  },
  flops: {
    key: 'flops',
    label: 'FLOPs',
    hint: 'All floating-point operations; a multiply-accumulate counts as two',
    format: formatCount,
    shared: true,
  },
  largest: {
    key: 'largestBytes',
    label: 'Largest buffer',
    hint: 'The largest single value, weights included. A device limits how large one may be.',
    format: formatBytes,
    unit: 'bytes',
    planned: true,
    shared: false,
  },
  dispatches: {
    key: 'dispatches',
    label: 'Dispatches',
    hint: 'Kernels started on the device',
    format: formatExact,
    planned: true,
    shared: true,
  },
} as const satisfies Record<string, Row>;

const memoryOf = (hint: string, label: string) =>
  ({
    key: 'peakBytes',
    label,
    hint,
    format: formatBytes,
    unit: 'bytes',
    planned: true,
    shared: true,
  }) as const;

const rowsOfWhole: readonly Row[] = [
  common.params,
  common.macs,
  common.flops,
  memoryOf('Most memory held at once: weights, values, and the optimiser’s state', 'Peak memory'),
  common.largest,
  common.dispatches,
];

const rowsOfPart: readonly Row[] = [
  common.params,
  common.macs,
  common.flops,
  memoryOf(
    'What this part holds at the moment when the whole graph holds the most: weights, values, and the optimiser’s state',
    'Memory at peak',
  ),
  common.largest,
  common.dispatches,
];

export function CostTable({ forward, training, batch, pending, whole }: CostTableProps) {
  const rows = whole ? rowsOfPart : rowsOfWhole;
  // Nothing that leads to a result: there is no plan to read from.
  const runs = (whole?.forward ?? forward).dispatches > 0;
  return (
    <table className="costs">
      <thead>
        <tr>
          <td />
          <th scope="col">
            Forward <small>1 example</small>
          </th>
          <th scope="col" title="Forward, backward and update of the weights">
            Training step <small>batch {formatExact(batch)}</small>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key}>
            <th scope="row" title={row.hint}>
              {row.label}
            </th>
            <Figure row={row} cost={runs || !row.planned ? forward : null} whole={whole?.forward} />
            {row.key !== 'params' && (
              <Figure row={row} cost={training} whole={whole?.training} pending={pending} />
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface FigureProps {
  readonly row: Row;
  readonly cost: Cost | null;
  readonly whole?: Cost | null;
  readonly pending?: boolean;
}

function Figure({ row, cost, whole, pending = false }: FigureProps) {
  if (!cost) return <td className="costs-none">–</td>;
  const value = cost[row.key];
  const share = whole && row.shared ? formatShare(value, whole[row.key]) : null;
  const exact = row.unit ? `${formatExact(value)} ${row.unit}` : formatExact(value);
  return (
    <td
      title={share ? `${exact}, ${share} of the graph` : exact}
      className={pending ? 'costs-pending' : undefined}
    >
      {row.format(value)}
      {share && <small>{share}</small>}
    </td>
  );
}
