/** Test examples of the data set in a row, to choose one. */
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { findDataset, needsOf } from '../../../runtime/index';
import { useEditor } from '../../store/EditorContext';
import { selectAnalysis } from '../../store/selectors';
import { Button, IconButton } from '../../ui/Button';
import { useController, useLabState } from '../labContext';
import type { Sample } from '../labState';
import { PictureCanvas } from './PictureCanvas';
import { contentOf } from './sampleText';

const SHOWN = 8;

interface Props {
  readonly dataset: string;
  readonly chosen: number | null;
  readonly onChoose: (index: number) => void;
}

export function SampleStrip({ dataset, chosen, onChoose }: Props) {
  const controller = useController();
  const touched = useLabState((state) => state.touched);
  const [first, setFirst] = useState(() => Math.floor((chosen ?? 0) / SHOWN) * SHOWN);
  const [samples, setSamples] = useState<readonly (Sample | null)[]>([]);
  const [problem, setProblem] = useState<string | null>(null);

  const analysis = useEditor(selectAnalysis);
  // Some data follows the graph: then other sizes bring other pictures.
  const fields = useMemo(
    () => JSON.stringify(findDataset(dataset)?.fields(needsOf(analysis.plan.program))),
    [dataset, analysis],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: the controller asks for these fields
  useEffect(() => {
    if (!touched) return;
    let current = true;
    const indices = Array.from({ length: SHOWN }, (_, i) => first + i);
    void Promise.all(indices.map((index) => controller.sample(dataset, index))).then((found) => {
      if (!current) return;
      setSamples(found.map((each) => (each.ok ? each.value : null)));
      const failed = found.find((each) => !each.ok);
      setProblem(found.every((each) => !each.ok) && failed ? failed.diagnostics[0]?.message : null);
    });
    return () => {
      current = false;
    };
  }, [controller, dataset, fields, first, touched]);

  if (!touched) {
    return <Button onClick={() => controller.touch()}>Show test examples</Button>;
  }
  if (problem) return <p className="lab-note">{problem}</p>;
  return (
    <div className="lab-strip">
      <IconButton
        label="Earlier examples"
        tip="above"
        align="start"
        disabled={first === 0}
        onClick={() => setFirst(first - SHOWN)}
      >
        <ChevronLeft size={16} aria-hidden />
      </IconButton>
      <ul aria-label="Test examples">
        {Array.from({ length: SHOWN }, (_, i) => {
          const index = first + i;
          const sample = samples[i];
          return (
            <li key={index}>
              <button
                type="button"
                className={`lab-sample ${sample?.kind ?? ''}`}
                aria-pressed={chosen === index}
                aria-label={`Test example ${index + 1}${sample ? `: ${sample.label}` : ''}`}
                disabled={!sample}
                onClick={() => onChoose(index)}
              >
                {sample?.kind === 'image' && <PictureCanvas picture={sample} />}
                {sample?.kind === 'tokens' && <span>{contentOf(sample.texts)}</span>}
              </button>
            </li>
          );
        })}
      </ul>
      <IconButton
        label="Next examples"
        tip="above"
        disabled={samples.includes(null)}
        onClick={() => setFirst(first + SHOWN)}
      >
        <ChevronRight size={16} aria-hidden />
      </IconButton>
    </div>
  );
}
