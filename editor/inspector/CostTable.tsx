/** Parameters, MACs and FLOPs, with their share of the whole. */
import type { Cost } from '../../runtime/index';
import { formatCount, formatExact, formatShare } from '../ui/format';

interface CostTableProps {
  readonly cost: Cost;
  /** The whole graph, when `cost` is a part of it. */
  readonly total?: Cost;
}

const rows = [
  ['params', 'Parameters', 'Numbers that are learned'],
  [
    'macs',
    'MACs',
    'Multiply-accumulates of convolutions, linear layers and attention, as papers count',
  ],
  ['flops', 'FLOPs', 'All floating-point operations; a multiply-accumulate counts as two'],
] as const;

export function CostTable({ cost, total }: CostTableProps) {
  return (
    <table className="costs">
      <tbody>
        {rows.map(([key, label, hint]) => (
          <tr key={key}>
            <th scope="row" title={hint}>
              {label}
            </th>
            <td title={formatExact(cost[key])}>{formatCount(cost[key])}</td>
            {total && <td className="costs-share">{formatShare(cost[key], total[key])}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
