/** The Compare tab: variants as a table, their curves beside it. */
import { Columns2, GitFork } from 'lucide-react';
import { useMemo } from 'react';
import { presets } from '../../../presets/index';
import { BASE, MAX_SEEDS, peakBytesTogether, variantIds } from '../../../runtime/index';
import { setSeeds } from '../../commands/comparison';
import { EmptyState } from '../../lab/EmptyState';
import { useOpen } from '../../shell/OpenContext';
import { useEditor, useEditorStore } from '../../store/EditorContext';
import { selectWhole, slotOf } from '../../store/selectors';
import { Button } from '../../ui/Button';
import { formatBytes } from '../../ui/format';
import { showSideBySide, useSideBySide } from '../canvases/canvasesView';
import { useVariants } from '../VariantsContext';
import { BoardFigure } from './BoardFigure';
import { BoardFixes } from './BoardFixes';
import { BoardTable } from './BoardTable';
import { boardRows } from './boardRows';
import './board.css';
import { contestantsOf, knownEstimateOf } from './contestants';
import { SeedsField } from './SeedsField';
import { useBoard } from './useBoard';
import { useEstimates } from './useEstimates';

export function ComparePanel() {
  const compared = useEditor((state) => variantIds(selectWhole(state)).length > 1);
  return compared ? <Board /> : <NoVariants />;
}

function Board() {
  const store = useEditorStore();
  const whole = useEditor(selectWhole);
  const view = useEditor((state) => state.view);
  const swaps = useEditor((state) => state.swaps);
  const readOnly = useEditor((state) => state.readOnly);
  const backend = useEditor((state) => state.backend?.backend);
  const together = useSideBySide();
  const board = useBoard((state) => state);
  const contestants = useMemo(() => contestantsOf(whole), [whole]);
  const known = useEstimates(contestants);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `known` stands for the estimates
  const rows = useMemo(
    () =>
      boardRows({
        whole,
        contestants,
        board,
        backend,
        slotOf: (id) => slotOf({ swaps, view: { ...view, variant: id } }),
      }),
    [whole, contestants, board, backend, swaps, view, known],
  );
  const seeds = whole.comparison?.seeds ?? 1;
  const plans = contestants.flatMap((each) => knownEstimateOf(each)?.training?.plan ?? []);
  return (
    <div className="board">
      <div className="board-side">
        <div className="board-bar">
          <SeedsField
            value={seeds}
            most={MAX_SEEDS}
            disabled={readOnly || board.running}
            onChange={(count) => store.getState().commit(setSeeds(count))}
          />
          {plans.length === contestants.length && (
            <span
              className="muted numeric"
              title="Weights and optimiser state of all, and one step"
            >
              All together take about {formatBytes(peakBytesTogether(plans, backend))} of memory
            </span>
          )}
          <Button small aria-pressed={together} onClick={() => showSideBySide(!together)}>
            <Columns2 size={14} aria-hidden /> Side by side
          </Button>
        </div>
        {board.problem && (
          <p className="lab-problem" role="alert">
            {board.problem.message} {board.problem.hint}
          </p>
        )}
        <BoardFixes rows={rows} />
        <BoardTable rows={rows} seeds={seeds} />
      </div>
      <BoardFigure rows={rows} whole={whole} seeds={seeds} />
    </div>
  );
}

const SUGGESTED = 'with-and-without-attention';

function NoVariants() {
  const variants = useVariants();
  const open = useOpen();
  const readOnly = useEditor((state) => state.readOnly);
  const empty = useEditor((state) => Object.keys(selectWhole(state).nodes).length === 0);
  const suggested = presets.find(({ id }) => id === SUGGESTED);
  return (
    <EmptyState
      title="Nothing to compare yet"
      text="Fork the graph, change one thing in the copy, and train both on the same data from the same seeds."
    >
      <div className="board-begin">
        {!empty && (
          <Button variant="primary" disabled={readOnly} onClick={() => void variants.fork(BASE)}>
            <GitFork size={14} aria-hidden /> Fork
          </Button>
        )}
        {suggested && open && (
          <Button onClick={() => void open.preset(suggested)}>Open “{suggested.title}”</Button>
        )}
      </div>
    </EmptyState>
  );
}
