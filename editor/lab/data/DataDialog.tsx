/** All data sets there are: which fit the graph, what would make the others fit, what they cost. */
import { FolderPlus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { DatasetInfo, Experiment, InputNeed } from '../../../runtime/index';
import { chooseData } from '../../commands/chooseData';
import { useEditorStore } from '../../store/EditorContext';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { announce } from '../../ui/notices';
import { useController } from '../labContext';
import { briefWords, bytesWords, groupTitles, sizesWords, taskWords } from './dataWords';
import { type DataFit, judgeData } from './judgeData';
import { openOwnData, useOwnDatasets } from './ownDatasets';

interface Props {
  readonly experiment: Experiment;
  readonly needs: readonly InputNeed[];
  readonly onClose: () => void;
}

export function DataDialog({ experiment, needs, onClose }: Props) {
  const store = useEditorStore();
  const { data } = useController();
  const offered = useOwnDatasets();
  // In the order of the data sets; groups that hold nothing are left out.
  const groups = [...new Set(offered.map(({ group }) => group))];
  const absent = useStore(data.store, (state) => state.absent);
  const [chosen, setChosen] = useState(
    () => offered.find(({ id }) => id === experiment.dataset) ?? offered[0],
  );
  const fits = useMemo(
    () => new Map(offered.map((info) => [info.id, judgeData(info, needs)])),
    [offered, needs],
  );
  const fit = fits.get(chosen.id) as DataFit;
  const use = (info: DatasetInfo, fixes: DataFit['ways'][number]['fixes']) => {
    store.getState().commit(chooseData(info, experiment, fixes));
    announce(`Data: ${info.title}`);
    onClose();
  };
  return (
    <Dialog title="Choose data" wide className="data-dialog" onClose={onClose}>
      <div className="data-list scroll" role="radiogroup" aria-label="Data sets">
        {groups.map((group) => (
          <fieldset key={group}>
            <legend>{groupTitles[group]}</legend>
            {offered
              .filter((info) => info.group === group)
              .map((info) => (
                <label key={info.id} className="data-choice">
                  <input
                    type="radio"
                    name="data-set"
                    checked={chosen.id === info.id}
                    onChange={() => setChosen(info)}
                  />
                  <span className="data-choice-title">
                    {info.title}
                    {info.id === experiment.dataset && <em>in use</em>}
                  </span>
                  <FitMark fit={fits.get(info.id) as DataFit} absent={absent.includes(info.id)} />
                  <small className="muted numeric">{briefWords(info)}</small>
                </label>
              ))}
          </fieldset>
        ))}
        <Button
          onClick={() => {
            onClose();
            openOwnData();
          }}
        >
          <FolderPlus size={14} aria-hidden /> Your own data
        </Button>
      </div>
      <section className="data-details scroll" aria-label={chosen.title}>
        <h3>{chosen.title}</h3>
        <p>{chosen.summary}</p>
        <dl>
          <dt>Task</dt>
          <dd>{taskWords(chosen)}</dd>
          <dt>Examples</dt>
          <dd className="numeric">{sizesWords(chosen, null)}</dd>
          <dt>Comes as</dt>
          <dd className="numeric">{bytesWords(chosen)}</dd>
          <dt>Licence</dt>
          <dd>{chosen.licence || 'None needed: made here'}</dd>
          {chosen.citation && (
            <>
              <dt>From</dt>
              <dd>
                {chosen.url ? (
                  <a href={chosen.url} target="_blank" rel="noreferrer">
                    {chosen.citation}
                  </a>
                ) : (
                  chosen.citation
                )}
              </dd>
            </>
          )}
        </dl>
        {absent.includes(chosen.id) && (
          <p className="lab-note">
            This site does not have the pack. Whoever runs it builds it with{' '}
            <code>npm run data -- {chosen.pack}</code>.
          </p>
        )}
        {fit.misfits.map(({ message, hint }) => (
          <p key={message} className="data-misfit">
            {message}
            {fit.kind === 'misfit' && hint && <span className="muted"> {hint}</span>}
          </p>
        ))}
        <div className="data-ways">
          {fit.kind === 'fits' && (
            <Button
              variant="primary"
              disabled={chosen.id === experiment.dataset}
              onClick={() => use(chosen, [])}
            >
              {chosen.id === experiment.dataset ? 'In use' : 'Use it'}
            </Button>
          )}
          {fit.ways.map(({ words, fixes }, index) => (
            <Button
              key={words}
              variant={index === 0 ? 'primary' : 'plain'}
              onClick={() => use(chosen, fixes)}
            >
              Use it and {words}
            </Button>
          ))}
          {fit.kind === 'misfit' && (
            <p className="muted">It cannot be used with this graph as it is.</p>
          )}
        </div>
      </section>
    </Dialog>
  );
}

function FitMark({ fit, absent }: { readonly fit: DataFit; readonly absent: boolean }) {
  if (absent) return <span className="data-fit misfit">pack missing</span>;
  const words = { fits: 'fits', adapts: 'with a change', misfit: 'does not fit' }[fit.kind];
  return <span className={`data-fit ${fit.kind}`}>{words}</span>;
}
