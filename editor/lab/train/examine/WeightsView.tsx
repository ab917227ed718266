/** The weights of each block and their gradients, and how much the next step changes them. */
import { useMemo } from 'react';
import type {
  BlockHistograms,
  GraphDocument,
  HistogramsExamination,
} from '../../../../runtime/index';
import { analysisOf } from '../../../store/selectors';
import { formatCount, formatExact } from '../../../ui/format';
import { lossText } from '../../format';
import { pathTitle } from '../../pathTitle';
import { Histogram } from './Histogram';
import { judgeUpdate, updateText, updateWords } from './updateSize';

interface Props {
  readonly found: HistogramsExamination;
  readonly graph: GraphDocument;
}

export function WeightsView({ found: { blocks, loss, learningRate }, graph }: Props) {
  const titles = useMemo(() => {
    const analysis = analysisOf(graph);
    return blocks.map(({ path }) => pathTitle(graph, analysis, path).split(' › '));
  }, [blocks, graph]);
  return (
    <div className="lab-found">
      <p className="muted">
        “Update” is how far one step at learning rate {lossText(learningRate)} moves the weights, as
        a share of their length. About 1/1,000 is usual; below 1/10,000 a block hardly learns, above
        1/100 it is shaken. Loss of this batch: {lossText(loss)}.
      </p>
      <ul className="lab-spreads" aria-label="Blocks with weights">
        {blocks.map((block, place) => (
          <li key={block.path}>
            <h4 title={titles[place].join(' › ')}>{titles[place].at(-1)}</h4>
            {titles[place].length > 1 && (
              <p className="muted lab-within">{titles[place].slice(0, -1).join(' › ')}</p>
            )}
            <p className="muted numeric" title={`${formatExact(block.parameters)} weights`}>
              {formatCount(block.parameters)} weights
              {block.users > 1 && `, used in ${block.users} places`}
            </p>
            <Histogram title="weights" tone="weights" distribution={block.weights} />
            {block.gradients && (
              <Histogram title="gradients" tone="gradients" distribution={block.gradients} />
            )}
            <Update block={block} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Update({ block: { gradients, update } }: { readonly block: BlockHistograms }) {
  if (!gradients) {
    return <p className="lab-update tiny">The loss does not depend on these weights</p>;
  }
  if (update === null)
    return <p className="lab-update">Update unknown: the weights are all zero</p>;
  const size = judgeUpdate(update);
  return (
    <p className={`lab-update ${size} numeric`}>
      Update <b>{updateText(update)}</b> {updateWords[size]}
    </p>
  );
}
