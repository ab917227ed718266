/** What goes on, in one line of the drawer, with the one action that comes next. */
import { LoaderCircle, Pause, Play, Square } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { BoardStatus } from '../compare/board/BoardStatus';
import { useBoard } from '../compare/board/useBoard';
import { useEditor } from '../store/EditorContext';
import { selectAnalysis } from '../store/selectors';
import type { SessionState } from '../store/session';
import { Button } from '../ui/Button';
import { announce } from '../ui/notices';
import { canRun } from './canRun';
import { fetchText, loadText, lossText, percent, timeLeft } from './format';
import { useController, useLabState } from './labContext';
import { isTrained } from './labState';
import { metricText, testName } from './metricWords';
import { latest, toCurve } from './train/curve';
import { hasLoss } from './train/hasLoss';
import { useInvalidField } from './train/invalidFields';

export function StatusStrip() {
  const session = useEditor((state) => state.session);
  const comparing = useBoard((state) => state.running);
  const comparison = useLabState((state) => state.open && state.tab === 'compare');
  useAnnouncements(session);
  if (comparing || comparison) return <BoardStatus />;
  return (
    <div className="lab-status">
      <Figures session={session} />
      <Actions session={session} />
    </div>
  );
}

function Figures({ session }: { readonly session: SessionState }) {
  const training = useLabState((state) => state.training);
  const fetching = useLabState((state) => state.fetching);
  const doing = fetching ? fetchText(fetching) : describe(session);
  const curve = training && toCurve(training.progress.points);
  const loss = curve && latest(curve.loss);
  const test = training?.summary?.test ?? null;
  const accuracy = curve && latest(curve.accuracy);
  const left = session.kind === 'training' ? session.progress.secondsLeft : null;
  return (
    <p className="lab-figures numeric">
      {doing && (
        <span className="doing">
          {isWaiting(session) && <LoaderCircle className="lab-turning" size={13} aria-hidden />}
          {doing}
        </span>
      )}
      {loss !== null && (
        <span>
          <small>loss</small> {lossText(loss)}
        </span>
      )}
      {test ? (
        <span>
          <small>{testName(test.metric.kind)}</small> {metricText(test.metric)}
        </span>
      ) : (
        accuracy !== null && (
          <span>
            <small>accuracy</small> {percent(accuracy)}
          </span>
        )
      )}
      {left !== null && <span className="left">{timeLeft(left)}</span>}
    </p>
  );
}

/** What the worker is doing; null when it rests or when the figures tell it. */
function describe(session: SessionState): string | null {
  switch (session.kind) {
    case 'starting':
      return {
        starting: 'Starting',
        compiling: 'Compiling the graph',
        'loading-data': loadText(session.loading),
      }[session.phase];
    case 'running':
      return 'Computing';
    case 'training':
      if (session.ending === 'stop') return 'Stopping';
      if (session.ending === 'pause') return 'Pausing';
      if (session.testing) {
        return `Testing ${percent(session.testing.done / Math.max(1, session.testing.total))}`;
      }
      return `Step ${session.progress.step} of ${session.progress.steps}`;
    case 'paused':
      return `Paused at step ${session.progress.step}`;
    case 'failed':
      if (session.diagnostics.every(({ code }) => code === 'run/stopped')) return 'Stopped';
      return session.task === 'run' ? 'The run failed' : 'The training failed';
    default:
      return null;
  }
}

function isWaiting({ kind }: SessionState): boolean {
  return kind === 'starting' || kind === 'running';
}

function Actions({ session }: { readonly session: SessionState }) {
  const controller = useController();
  const computable = useEditor((state) => canRun(selectAnalysis(state)));
  const ran = useEditor((state) => state.lastRun !== null);
  const tab = useLabState((state) => state.tab);
  const open = useLabState((state) => state.open);
  const trained = useLabState((state) => isTrained(state.training));
  const trainable = useEditor((state) => hasLoss(selectAnalysis(state)));
  const invalid = useInvalidField();

  if (session.kind === 'training' || session.kind === 'paused') {
    return (
      <div className="lab-actions">
        {session.kind === 'paused' ? (
          <Button small variant="primary" onClick={() => void controller.resume()}>
            <Play size={13} aria-hidden /> Resume
          </Button>
        ) : (
          <Button
            small
            disabled={session.ending !== null || session.testing !== null}
            onClick={() => void controller.pause()}
          >
            <Pause size={13} aria-hidden /> Pause
          </Button>
        )}
        <Button
          small
          disabled={session.kind === 'training' && session.ending === 'stop'}
          onClick={() => void controller.stop()}
        >
          <Square size={12} aria-hidden /> Stop
        </Button>
      </div>
    );
  }
  if (session.kind === 'running' || session.kind === 'starting') {
    return (
      <div className="lab-actions">
        <Button small onClick={() => void controller.stop()}>
          <Square size={12} aria-hidden /> Stop
        </Button>
      </div>
    );
  }
  const training = open ? tab === 'train' : ran;
  const problem = !computable
    ? 'The graph does not run yet'
    : training && !trainable
      ? 'This graph has no loss to train on'
      : training && invalid
        ? 'Correct the marked setting first'
        : undefined;
  return (
    <div className="lab-actions">
      <Button
        small
        variant="primary"
        disabled={problem !== undefined}
        title={problem}
        onClick={() => void (training ? controller.train() : controller.run())}
      >
        <Play size={13} aria-hidden />
        {training ? (trained ? 'Train more' : 'Train') : 'Run'}
      </Button>
    </div>
  );
}

/** Tells those who do not see it: each tenth of a training, and how it ended. */
function useAnnouncements(session: SessionState): void {
  const told = useRef(0);
  useEffect(() => {
    if (session.kind === 'training' && session.progress.steps > 0) {
      const tenth = Math.floor((10 * session.progress.step) / session.progress.steps);
      const loss = session.progress.points.at(-1)?.loss;
      if (tenth > told.current && tenth < 10 && loss !== undefined) {
        announce(`Training ${tenth * 10} percent, loss ${lossText(loss)}`);
      }
      told.current = tenth;
    } else if (session.kind === 'finished' && session.task === 'train') {
      const { test, stopped } = session.summary;
      const result = test ? `, ${testName(test.metric.kind)} ${metricText(test.metric)}` : '';
      // A restored training was told when it ended.
      if (told.current > 0) announce(`Training ${stopped ? 'stopped' : 'finished'}${result}`);
      told.current = 0;
    } else if (session.kind === 'finished') {
      announce('Run finished');
    }
  }, [session]);
}
