/** The data of the training: what it is, some of it, whose it is, and the way to other data. */
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import {
  type DatasetInfo,
  type Experiment,
  findDataset,
  type InputNeed,
  isOwnId,
} from '../../../runtime/index';
import { Button } from '../../ui/Button';
import { loadText } from '../format';
import { useController, useLabState } from '../labContext';
import { metricText } from '../metricWords';
import { DataDialog } from './DataDialog';
import { DataStrip } from './DataStrip';
import { type DataState, dataKey } from './dataReports';
import { datasetTitle } from './datasetTitle';
import { bytesWords, sizesWords, taskWords } from './dataWords';
import { tokenizersOf } from './learnedTokenizers';
import { useOwnDatasets } from './ownDatasets';
import { TokenizerDialog } from './TokenizerDialog';
import './data.css';

/** What is fetched without being asked for. */
const SMALL_BYTES = 12_000_000;

interface Props {
  readonly experiment: Experiment;
  readonly needs: readonly InputNeed[];
  /** While training, the data stands. */
  readonly disabled: boolean;
}

export function DataCard({ experiment, needs, disabled }: Props) {
  const { data } = useController();
  const touched = useLabState((state) => state.touched);
  const [choosing, setChoosing] = useState(false);
  const [reading, setReading] = useState(false);
  // Own data is known once it was looked up.
  useOwnDatasets();
  const info = findDataset(experiment.dataset);
  const key = dataKey(experiment.dataset, needs);
  const state = useStore(data.store, ({ states }) => states[key]);
  const light = info !== undefined && info.bytes <= SMALL_BYTES;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the key tells what the needs ask for
  useEffect(() => {
    if (touched && light && !disabled) data.ask(experiment.dataset, needs);
  }, [data, key, touched, light, disabled]);

  return (
    <section className="data-card" aria-label="Data">
      <div className="data-card-head">
        <h3>{datasetTitle(experiment.dataset)}</h3>
        <Button
          small
          disabled={disabled}
          title={disabled ? 'The data stands while the graph is trained' : undefined}
          onClick={() => setChoosing(true)}
        >
          Choose data
        </Button>
      </div>
      {info ? (
        <>
          <p className="muted numeric">
            {sizesWords(info, state?.kind === 'known' ? state.report : null)}
          </p>
          {state?.kind === 'known' ? (
            <DataStrip key={key} dataset={info.id} takes={info.takes} />
          ) : (
            <Loading
              info={info}
              state={state}
              onLoad={disabled ? null : () => data.ask(info.id, needs)}
            />
          )}
          {state?.kind === 'known' && (
            <Known info={info} needs={needs} notes={state.report.notes} asks={state.report} />
          )}
          {tokenizersOf(info, needs).length > 0 && (
            <button type="button" className="link" onClick={() => setReading(true)}>
              How texts become tokens
            </button>
          )}
          <Source info={info} />
        </>
      ) : (
        <p className="lab-problem">
          {isOwnId(experiment.dataset)
            ? 'This data is not on this computer. Add it again, or choose other data.'
            : 'This data is not known here. Choose other data to train the graph.'}
        </p>
      )}
      {choosing && (
        <DataDialog experiment={experiment} needs={needs} onClose={() => setChoosing(false)} />
      )}
      {reading && info && (
        <TokenizerDialog info={info} needs={needs} onClose={() => setReading(false)} />
      )}
    </section>
  );
}

interface LoadingProps {
  readonly info: DatasetInfo;
  readonly state: DataState | undefined;
  /** Null while it cannot be asked for. */
  readonly onLoad: (() => void) | null;
}

function Loading({ info, state, onLoad }: LoadingProps) {
  if (state?.kind === 'loading') {
    const { progress } = state;
    const share = progress?.total ? progress.done / progress.total : undefined;
    return (
      <div className="data-loading">
        <progress value={share} max={1} aria-label="Loading the data" />
        <small className="muted numeric">{loadText(progress)}</small>
      </div>
    );
  }
  if (state?.kind === 'failed') {
    const [problem] = state.diagnostics;
    return (
      <div className="data-loading">
        <p className="lab-problem">{problem?.message ?? 'The data could not be loaded.'}</p>
        {problem?.hint && <small className="muted">{problem.hint}</small>}
        {onLoad && (
          <Button small onClick={onLoad}>
            Try again
          </Button>
        )}
      </div>
    );
  }
  return (
    <div className="data-loading">
      <small className="muted numeric">{bytesWords(info)}</small>
      {onLoad && (
        <Button small onClick={onLoad}>
          Load it now
        </Button>
      )}
    </div>
  );
}

interface KnownProps {
  readonly info: DatasetInfo;
  readonly needs: readonly InputNeed[];
  readonly notes: readonly string[];
  readonly asks: { readonly hasBaselines: boolean };
}

function Known({ info, needs, notes, asks }: KnownProps) {
  const { data } = useController();
  const found = useStore(data.store, ({ baselines }) => baselines[dataKey(info.id, needs)]);
  return (
    <>
      {notes.map((note) => (
        <p key={note} className="muted">
          {note}
        </p>
      ))}
      {asks.hasBaselines &&
        (found ? (
          found.map(({ title, metric }) => (
            <p key={title} className="muted numeric">
              To beat: {title}, {metricText(metric)} {metric.kind === 'bleu' ? 'BLEU' : ''}
              {metric.kind === 'bits' ? 'bits per character' : ''}
            </p>
          ))
        ) : (
          <button
            type="button"
            className="link"
            disabled={found === null}
            onClick={() => data.askBaselines(info.id, needs)}
          >
            {found === null ? 'Measuring a simple rival' : 'Measure a simple rival'}
          </button>
        ))}
    </>
  );
}

function Source({ info }: { readonly info: DatasetInfo }) {
  return (
    <p className="data-source muted">
      {taskWords(info)}.{' '}
      {info.citation ? (
        info.url ? (
          <a href={info.url} target="_blank" rel="noreferrer">
            {info.citation}
          </a>
        ) : (
          info.citation
        )
      ) : info.group === 'own' ? (
        'Your own data, on this computer only'
      ) : (
        'Made here from the seed'
      )}
      . {info.licence && info.group !== 'own' && `Licence: ${info.licence}.`}
    </p>
  );
}
