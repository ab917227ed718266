/** Beside the curves: what a trained graph gets wrong, and what its weights are like. */
import { Eye, RotateCcw, X } from 'lucide-react';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import {
  type Examination,
  type ExamineEvent,
  type GraphDocument,
  needsOf,
} from '../../../../runtime/index';
import { useEditor } from '../../../store/EditorContext';
import { analysisOf } from '../../../store/selectors';
import { Button } from '../../../ui/Button';
import { formatExact } from '../../../ui/format';
import { Diagnostics } from '../../Diagnostics';
import { EmptyState } from '../../EmptyState';
import { loadText } from '../../format';
import { useController, useLabState } from '../../labContext';
import { Segmented } from '../../Segmented';
import { defaultExperiment } from '../experiments';
import { BoxesView } from './BoxesView';
import { ClassesView } from './ClassesView';
import { LanguageView } from './LanguageView';
import { MistakesView, type Pair } from './MistakesView';
import { SequencesView } from './SequencesView';
import { TranslationView } from './TranslationView';
import { describeLook, type View, type ViewId, viewsOf } from './views';
import { WeightsView } from './WeightsView';

/** `curves` is what is shown first, and while nothing else is chosen. */
export function ExaminePanel({ curves }: { readonly curves: ReactNode }) {
  const document = useEditor((state) => state.document);
  const trainedOn = useLabState((state) => state.trainedOn);
  const step = useStep();
  const graph = trainedOn ?? document;
  const views = useMemo(() => {
    const analysis = analysisOf(graph);
    const needs = needsOf(analysis.plan.program);
    return viewsOf(analysis, graph.experiment ?? defaultExperiment(needs));
  }, [graph]);
  const [chosen, setChosen] = useState<ViewId>('curves');
  const [pair, setPair] = useState<Pair | null>(null);
  const view = views.find(({ id }) => id === chosen) ?? views[0];

  if (step === 0 || views.length < 2) return curves;
  return (
    <div className="lab-examine">
      <Segmented
        label="What to look at"
        value={view.id}
        options={views.map(({ id, title }) => ({ value: id, label: title }))}
        onChange={(id) => {
          setPair(null);
          setChosen(id);
        }}
      />
      {view.what === null ? (
        curves
      ) : (
        <Looking key={view.what} view={view} graph={graph} step={step}>
          {(found, dataset) => (
            <Found
              view={view.id}
              found={found}
              dataset={dataset}
              graph={graph}
              pair={pair}
              onPair={(next) => {
                setPair(next);
                setChosen('mistakes');
              }}
            />
          )}
        </Looking>
      )}
    </div>
  );
}

/** Steps that the weights have seen by now. */
function useStep(): number {
  const training = useLabState((state) => state.training);
  return training?.summary?.weightsOf ?? training?.progress.step ?? 0;
}

interface LookingProps {
  readonly view: View;
  readonly graph: GraphDocument;
  readonly step: number;
  readonly children: (found: Examination, dataset: string | null) => ReactNode;
}

/** Looks when it is opened for the first time, tells how far it is, and of when the answer is. */
function Looking({ view: { what }, graph, step, children }: LookingProps) {
  const { examinations } = useController();
  const look = useStore(examinations.store, (looks) => (what ? looks[what] : undefined));
  const untouched = look === undefined;
  useEffect(() => {
    if (what && untouched) void examinations.look(what, graph);
  }, [examinations, what, graph, untouched]);

  if (!what || !look) return null;
  const { found, progress, diagnostics, dataset } = look;
  const stale = found !== null && found.step !== step;
  return (
    <>
      <div className="lab-examine-bar">
        <p className={stale ? 'lab-stale numeric' : 'muted numeric'} role="status">
          {progress ? progressText(progress) : found && describeLook(found)}
          {!progress && stale && ` Now it is at step ${formatExact(step)}.`}
        </p>
        {progress ? (
          <Button small variant="quiet" onClick={() => examinations.stop()}>
            <X size={14} aria-hidden /> Stop looking
          </Button>
        ) : (
          <Button small onClick={() => void examinations.look(what, graph)}>
            {found ? <RotateCcw size={14} aria-hidden /> : <Eye size={14} aria-hidden />}
            {found ? 'Look again' : 'Look'}
          </Button>
        )}
      </div>
      {diagnostics.length > 0 && <Diagnostics diagnostics={diagnostics} />}
      {found
        ? children(found, dataset)
        : diagnostics.length === 0 &&
          !progress && (
            <EmptyState
              title="Nothing to see yet"
              text="Press Look: the weights of now are tried on test examples, while training goes on."
            />
          )}
    </>
  );
}

interface FoundProps {
  readonly view: ViewId;
  readonly found: Examination;
  readonly dataset: string | null;
  readonly graph: GraphDocument;
  readonly pair: Pair | null;
  readonly onPair: (pair: Pair | null) => void;
}

function Found({ view, found, dataset, graph, pair, onPair }: FoundProps) {
  switch (found.what) {
    case 'classes':
      return view === 'classes' ? (
        <ClassesView found={found} onPair={onPair} />
      ) : (
        <MistakesView found={found} dataset={dataset} pair={pair} onPair={onPair} />
      );
    case 'histograms':
      return <WeightsView found={found} graph={graph} />;
    case 'language':
      return <LanguageView found={found} />;
    case 'translation':
      return <TranslationView found={found} />;
    case 'sequences':
      return <SequencesView found={found} />;
    case 'boxes':
      return <BoxesView found={found} />;
  }
}

function progressText(event: ExamineEvent): string {
  switch (event.kind) {
    case 'compiling':
      return 'Getting ready';
    case 'loading-data':
      return loadText(event.progress ?? null);
    case 'looking':
      return `Looking, ${formatExact(event.done)} of ${formatExact(event.total)}`;
    case 'comparing':
      return 'Measuring something simple at the same task, to compare with';
  }
}
