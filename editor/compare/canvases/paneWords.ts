/** What a pane says of a block, and of itself. */
import type { Box } from '../../canvas/scene';
import { formatNumber } from '../../ui/format';
import type { ChangeKind } from '../changeWords';
import { resolve } from '../side';
import type { FigurePane } from './figurePanes';

/** Beside the colour: what a difference is marked with. */
export const marks: Readonly<Record<ChangeKind, string>> = {
  added: '+',
  removed: '−',
  changed: '~',
  bypassed: '↷',
};

export interface Said {
  readonly title: string;
  readonly words: string;
  readonly kind: ChangeKind | null;
  /** What is wrong with it; absent where nothing is. */
  readonly problem?: string;
}

/** Of the block that is called `key` in all panes. */
export function sayOf(pane: FigurePane, key: string, isBase: boolean): Said | null {
  const box = pane.boxes.get(key);
  if (!box) return null;
  const title = box.title;
  if (pane.ghosts.includes(box)) return { title, words: 'removed here', kind: 'removed' };
  const problem = pane.problems.get(box.id)?.message;
  const mark = pane.marks.get(box.id);
  if (mark) return { title, words: mark.words.join(', '), kind: mark.kind, problem };
  const values = valuesOf(box, pane.scope);
  return { title, words: values || (isBase ? '' : 'as in the base'), kind: null, problem };
}

/** "h = 4, d_ff = 128": expressions as what they come to. */
function valuesOf(box: Box, scope: FigurePane['scope']): string {
  const values = box.params.map(({ symbol, value, expression }) => {
    const number = expression ? resolve(value, scope) : undefined;
    if (number === undefined) return symbol ? `${symbol} = ${value}` : value;
    return `${symbol || value} = ${formatNumber(number)}`;
  });
  return (box.bypassed ? ['bypassed', ...values] : values).join(', ');
}

/** "Attention, changed: heads 8 → 4": for a screen reader. */
export function spoken({ title, words, kind, problem }: Said): string {
  const wrong = problem ? `, problem: ${problem}` : '';
  if (kind === null || words === kind) return [title, words].filter(Boolean).join(', ') + wrong;
  const text = kind === 'removed' ? `${title}, ${words}` : `${title}, ${kind}: ${words}`;
  return text + wrong;
}
