/** How far the trainings side by side are, in one line of the drawer, with the action that comes next. */
import { LoaderCircle, Pause, Play, Square } from 'lucide-react';
import { useEffect, useMemo, useRef } from 'react';
import { loadText, timeLeft } from '../../lab/format';
import { useController } from '../../lab/labContext';
import { useEditor } from '../../store/EditorContext';
import { selectWhole } from '../../store/selectors';
import { isBusy } from '../../store/session';
import { Button } from '../../ui/Button';
import { formatExact } from '../../ui/format';
import { announce } from '../../ui/notices';
import { isInterrupted, nextAction, standingOf } from './boardPlan';
import { type BoardState, isLaneBusy, isPaused, laneProgress, shareDone } from './boardState';
import { contestantsOf } from './contestants';
import { useBoard } from './useBoard';

export function BoardStatus() {
  const state = useBoard((board) => board);
  useAnnouncements(state);
  const waiting = state.running && state.lanes.every(({ state: { kind } }) => kind === 'starting');
  return (
    <div className="lab-status">
      <p className="lab-figures numeric">
        <span className="doing">
          {waiting && <LoaderCircle className="lab-turning" size={13} aria-hidden />}
          {describe(state)}
        </span>
        {state.running && <span className="left">{left(state)}</span>}
      </p>
      {state.running ? <Running state={state} /> : <Resting state={state} />}
    </div>
  );
}

function Running({ state }: { readonly state: BoardState }) {
  const { board } = useController();
  const busy = state.lanes.some(isLaneBusy);
  return (
    <div className="lab-actions">
      {isPaused(state) && state.ending === null ? (
        <Button small variant="primary" onClick={() => void board.resume()}>
          <Play size={13} aria-hidden /> Resume
        </Button>
      ) : (
        <Button small disabled={!busy || state.ending !== null} onClick={() => void board.pause()}>
          <Pause size={13} aria-hidden /> Pause
        </Button>
      )}
      <Button small disabled={state.ending === 'stop'} onClick={() => void board.stop()}>
        <Square size={12} aria-hidden /> Stop
      </Button>
    </div>
  );
}

const labels = {
  train: 'Train all',
  rest: 'Train the rest',
  again: 'Train again',
  resume: 'Resume',
  idle: 'Train all',
} as const;

function Resting({ state }: { readonly state: BoardState }) {
  const { board } = useController();
  const whole = useEditor(selectWhole);
  const readOnly = useEditor((editor) => editor.readOnly);
  const taken = useEditor((editor) => isBusy(editor.session));
  const { next, compared } = useMemo(() => {
    const contestants = contestantsOf(whole);
    return {
      next: nextAction(standingOf(whole, contestants), isInterrupted(state, contestants)),
      compared: contestants.length > 1,
    };
  }, [whole, state]);
  if (!compared) return null;
  const why = readOnly
    ? 'Open in another tab: read only'
    : taken
      ? 'The lab is running or training: wait for it, or stop it'
      : next === 'idle'
        ? 'No variant has a loss to train on yet'
        : undefined;
  return (
    <div className="lab-actions">
      <Button
        small
        variant={next === 'again' ? 'plain' : 'primary'}
        disabled={why !== undefined}
        title={why}
        onClick={() => void board.train({ again: next === 'again' })}
      >
        <Play size={13} aria-hidden /> {labels[next]}
      </Button>
    </div>
  );
}

function describe(state: BoardState): string {
  const { running, ending, round, rounds, lanes } = state;
  const seed = rounds > 1 ? `seed ${round + 1} of ${rounds}` : '';
  if (!running) {
    const interrupted = lanes.filter((lane) => lane.state.kind === 'interrupted');
    if (interrupted.length === 0) return '';
    const step = Math.max(...interrupted.map((lane) => laneProgress(lane).step));
    return `Interrupted at step ${formatExact(step)}${rounds > 1 ? ` of seed ${round + 1}` : ''}`;
  }
  if (ending === 'stop') return 'Stopping';
  if (ending === 'pause') return 'Pausing';
  const busy = lanes.filter(isLaneBusy);
  const step = Math.max(0, ...busy.map((lane) => laneProgress(lane).step));
  const steps = Math.max(0, ...busy.map((lane) => laneProgress(lane).steps));
  const at = `step ${formatExact(step)} of ${formatExact(steps)}`;
  if (isPaused(state)) return `Paused at ${[at, seed].filter(Boolean).join(', ')}`;
  const loading = busy.find(
    (lane) => lane.state.kind === 'starting' && lane.state.phase === 'loading-data',
  );
  if (loading?.state.kind === 'starting') return loadText(loading.state.loading);
  if (busy.every((lane) => lane.state.kind === 'starting')) return 'Getting ready';
  return capital([seed, at].filter(Boolean).join(', '));
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Of this seed by the clock, and of those to come as long as this one takes. */
function left(state: BoardState): string {
  if (isPaused(state)) return '';
  const { lanes, round, rounds } = state;
  const seconds = Math.max(
    ...lanes.filter(isLaneBusy).map((lane) => laneProgress(lane).secondsLeft ?? Number.NaN),
  );
  const share = shareDone(state);
  if (!Number.isFinite(seconds) || share >= 1) return '';
  return timeLeft(seconds + ((rounds - round - 1) * seconds) / (1 - share));
}

/** Tells those who do not see it when a seed has ended, and when all have. */
function useAnnouncements(state: BoardState): void {
  const before = useRef(state);
  useEffect(() => {
    const { running, round } = before.current;
    before.current = state;
    if (running && !state.running) announce('The comparison has ended');
    else if (state.running && state.round > round) {
      announce(`Seed ${state.round + 1} of ${state.rounds}`);
    }
  }, [state]);
}
