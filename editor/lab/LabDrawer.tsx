/** The bottom drawer: a strip that is always there, and over it Run, Train, Look, Compare and Problems. */
import { ChevronDown, ChevronUp } from 'lucide-react';
import { type KeyboardEvent, type PointerEvent, type ReactNode, useId, useRef } from 'react';
import { ComparePanel } from '../compare/board/ComparePanel';
import { ProblemsPanel } from '../problems/ProblemsPanel';
import { countProblems } from '../problems/problemCount';
import { useEditor } from '../store/EditorContext';
import { selectAnalysis } from '../store/selectors';
import { IconButton } from '../ui/Button';
import { ErrorBoundary } from '../ui/ErrorBoundary';
import { useStored, within } from '../ui/useStored';
import { OwnDataDialog } from './data/OwnDataDialog';
import { useOwnDataDrop } from './data/useOwnDataDrop';
import { LeaveDialog } from './LeaveDialog';
import { LabContext, useController, useLabState } from './labContext';
import { type LabTab, tabs } from './labState';
import './lab.css';
import { LookPanel } from './look/LookPanel';
import { RunPanel } from './run/RunPanel';
import type { RuntimeController } from './runtimeController';
import { StatusStrip } from './StatusStrip';
import { TrainPanel } from './train/TrainPanel';
import { useWeightsDrop } from './weights/useWeightsDrop';
import { WeightsDialogs } from './weights/WeightsDialogs';
import { WeightsMenu } from './weights/WeightsMenu';

const titles: Readonly<Record<LabTab, string>> = {
  run: 'Run',
  train: 'Train',
  look: 'Look',
  compare: 'Compare',
  problems: 'Problems',
};

const panels: Readonly<Record<LabTab, () => ReactNode>> = {
  run: () => <RunPanel />,
  train: () => <TrainPanel />,
  look: () => <LookPanel />,
  compare: () => <ComparePanel />,
  problems: () => <ProblemsPanel />,
};

/** Height over the strip as a share of the window. */
const HALF = 0.46;
const [LEAST, MOST] = [0.2, 0.8];
const heightRange = within(LEAST, MOST);

export function LabDrawer({ controller }: { readonly controller: RuntimeController }) {
  return (
    <LabContext value={controller}>
      <Drawer />
      <LeaveDialog />
      <WeightsDialogs />
      <OwnDataDialog />
    </LabContext>
  );
}

function Drawer() {
  const controller = useController();
  const open = useLabState((state) => state.open);
  const tab = useLabState((state) => state.tab);
  const document = useEditor((state) => state.document);
  const [height, setHeight] = useStored('lab.height', HALF, heightRange);
  const id = useId();
  const { over, ...drop } = useOwnDataDrop(useWeightsDrop());
  return (
    <section
      {...drop}
      className={over ? 'lab taking-weights' : 'lab'}
      aria-label="Lab"
      onPointerDown={open ? controller.touch : undefined}
      onKeyDown={open ? controller.touch : undefined}
    >
      {open && <Resizer height={height} onHeight={setHeight} />}
      <div className="lab-bar">
        <Tabs id={id} />
        <StatusStrip />
        <WeightsMenu />
        <IconButton
          label={open ? 'Close the lab' : 'Open the lab'}
          tip="above"
          align="end"
          small
          onClick={() => (open ? controller.setOpen(false) : controller.show(tab))}
        >
          {open ? <ChevronDown size={16} aria-hidden /> : <ChevronUp size={16} aria-hidden />}
        </IconButton>
      </div>
      {open && (
        <div
          id={`${id}-panel`}
          role="tabpanel"
          aria-labelledby={`${id}-${tab}`}
          className="lab-panel scroll"
          style={{ height: `min(${(height * 100).toFixed(1)}vh, calc(100vh - 140px))` }}
        >
          <ErrorBoundary name="The lab" resetKey={`${tab} ${document.title}`}>
            {panels[tab]()}
          </ErrorBoundary>
        </div>
      )}
    </section>
  );
}

function Tabs({ id }: { readonly id: string }) {
  const controller = useController();
  const open = useLabState((state) => state.open);
  const chosen = useLabState((state) => state.tab);
  const problems = useEditor((state) => countProblems(selectAnalysis(state).diagnostics));
  const list = useRef<HTMLDivElement>(null);
  const walk = (event: KeyboardEvent) => {
    const at = tabs.indexOf(chosen);
    const to = {
      ArrowRight: (at + 1) % tabs.length,
      ArrowLeft: (at + tabs.length - 1) % tabs.length,
      Home: 0,
      End: tabs.length - 1,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    controller.show(tabs[to]);
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[to]?.focus();
  };
  return (
    <div className="lab-tabs" role="tablist" aria-label="Lab" ref={list}>
      {tabs.map((tab) => (
        <button
          key={tab}
          id={`${id}-${tab}`}
          type="button"
          role="tab"
          aria-selected={open && tab === chosen}
          aria-controls={open && tab === chosen ? `${id}-panel` : undefined}
          tabIndex={tab === chosen ? 0 : -1}
          onKeyDown={walk}
          onClick={() => controller.show(tab)}
        >
          {titles[tab]}
          {tab === 'problems' && problems > 0 && (
            <span className="lab-count numeric">
              {problems}
              <span className="visually-hidden"> found</span>
            </span>
          )}
        </button>
      ))}
    </div>
  );
}

interface ResizerProps {
  readonly height: number;
  readonly onHeight: (height: number) => void;
}

function Resizer({ height, onHeight }: ResizerProps) {
  const from = useRef<{ y: number; height: number } | null>(null);
  const drag = (event: PointerEvent) => {
    if (!from.current) return;
    const moved = (from.current.y - event.clientY) / window.innerHeight;
    onHeight(clampHeight(from.current.height + moved));
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule of text cannot be dragged
    <div
      className="lab-resizer"
      role="separator"
      tabIndex={0}
      aria-orientation="horizontal"
      aria-label="Height of the lab"
      aria-valuemin={LEAST * 100}
      aria-valuemax={MOST * 100}
      aria-valuenow={Math.round(height * 100)}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        from.current = { y: event.clientY, height };
      }}
      onPointerMove={drag}
      onPointerUp={() => {
        from.current = null;
      }}
      onDoubleClick={() => onHeight(HALF)}
      onKeyDown={(event) => {
        const step = { ArrowUp: 0.04, ArrowDown: -0.04 }[event.key];
        if (step === undefined) return;
        event.preventDefault();
        onHeight(clampHeight(height + step));
      }}
    />
  );
}

function clampHeight(height: number): number {
  return Math.min(MOST, Math.max(LEAST, height));
}
