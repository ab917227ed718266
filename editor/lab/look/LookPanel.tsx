/** The Look tab: what any head of any attention of the graph attends to. */
import { useMemo } from 'react';
import { useEditor } from '../../store/EditorContext';
import { selectAnalysis } from '../../store/selectors';
import { isBusy } from '../../store/session';
import { canRun, whyNot } from '../canRun';
import { EmptyState } from '../EmptyState';
import { useController, useLabState } from '../labContext';
import { isUntrained } from '../labState';
import { sameGraph } from '../sameGraph';
import { AttentionView } from './AttentionView';
import { toAttentionTensor } from './attention';
import { findAttention } from './attentionSources';
import { withoutPadding } from './withoutPadding';

export function LookPanel() {
  const controller = useController();
  const document = useEditor((state) => state.document);
  const analysis = useEditor(selectAnalysis);
  const result = useEditor((state) => state.lastRun);
  const busy = useEditor((state) => isBusy(state.session));
  const lookingAt = useLabState((state) => state.lookingAt);
  const ranOn = useLabState((state) => state.ranOn);
  const sources = useMemo(() => findAttention(document, analysis), [document, analysis]);
  const source = sources.find((each) => each.tap === lookingAt) ?? sources[0];
  const tapped = source && result?.taps[source.tap];
  const shown = useMemo(() => {
    const attention = tapped && toAttentionTensor(tapped);
    return attention && result ? withoutPadding({ source, attention, seen: result.seen }) : null;
  }, [tapped, source, result]);

  if (!canRun(analysis)) return <EmptyState {...whyNot(analysis)} />;
  if (!source) {
    return (
      <EmptyState
        title="No attention in this graph"
        text="Add an attention block to see here what its heads attend to."
      />
    );
  }
  const picker = (
    <label className="lab-pick">
      Attention
      <select
        className="field"
        value={source.tap}
        onChange={(event) => controller.lookAt(event.target.value)}
      >
        {sources.map((each) => (
          <option key={each.tap} value={each.tap}>
            {each.title}
          </option>
        ))}
      </select>
    </label>
  );
  if (!shown || !result) {
    return (
      <div className="lab-look">
        <div className="lab-look-bar">{picker}</div>
        <EmptyState
          title={busy ? 'Computing' : 'Nothing to look at yet'}
          text={
            busy
              ? 'The weights of this attention come with the run under way.'
              : 'Press Run: then you see here which tokens each head attends to.'
          }
        />
      </div>
    );
  }
  return (
    <AttentionView
      key={`${source.tap} ${shown.attention.tokens} ${shown.attention.source}`}
      picker={picker}
      {...shown}
      untrained={isUntrained(result)}
      stale={ranOn !== null && !sameGraph(ranOn, document)}
    />
  );
}
