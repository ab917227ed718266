/** A few examples of the data, to see what it is. */
import { useEffect, useState } from 'react';
import type { DatasetInfo } from '../../../runtime/index';
import { useController } from '../labContext';
import type { Sample } from '../labState';
import { PictureCanvas } from '../run/PictureCanvas';
import { contentOf } from '../run/sampleText';

const PICTURES = 6;
const TEXTS = 3;

interface Props {
  readonly dataset: string;
  readonly takes: DatasetInfo['takes'];
}

export function DataStrip({ dataset, takes }: Props) {
  const controller = useController();
  const shown = takes === 'image' ? PICTURES : TEXTS;
  /** Null while it is asked for, false where there is none: data may be smaller than the strip. */
  const [samples, setSamples] = useState<readonly (Sample | null | false)[]>(() =>
    Array.from({ length: shown }, () => null),
  );
  useEffect(() => {
    let current = true;
    const indices = Array.from({ length: shown }, (_, i) => i);
    void Promise.all(indices.map((index) => controller.sample(dataset, index))).then((found) => {
      if (current) setSamples(found.map((each) => each.ok && each.value));
    });
    return () => {
      current = false;
    };
  }, [controller, dataset, shown]);
  if (samples.every((each) => each === false)) return null;
  return (
    <ul className={`data-strip ${takes}`} aria-label="Examples of the data">
      {samples.map(
        (sample, index) =>
          sample !== false && (
            // biome-ignore lint/suspicious/noArrayIndexKey: an example is its place
            <li key={index}>
              {sample?.kind === 'image' && <PictureCanvas picture={sample} />}
              {sample?.kind === 'tokens' && <span>{contentOf(sample.texts)}</span>}
              {sample?.kind === 'tensor' && <span>{sample.shape.join(' × ')} numbers</span>}
              {sample && sample.label !== '' && <small>{sample.label}</small>}
            </li>
          ),
      )}
    </ul>
  );
}
