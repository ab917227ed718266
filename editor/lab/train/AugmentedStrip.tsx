/** The same picture as several steps of the training would see it. */
import { useEffect, useMemo, useState } from 'react';
import { augmentImages, augments, type Experiment, type InputNeed } from '../../../runtime/index';
import { useController, useLabState } from '../labContext';
import type { Sample } from '../labState';
import { PictureCanvas } from '../run/PictureCanvas';

const SHOWN = 6;

interface Props {
  readonly experiment: Experiment;
  readonly image: InputNeed;
}

export function AugmentedStrip({ experiment, image }: Props) {
  const controller = useController();
  const touched = useLabState((state) => state.touched);
  const [sample, setSample] = useState<Sample | null>(null);
  const { dataset, flip, crop, erase, seed } = experiment;
  const wanted = touched && augments(experiment);
  useEffect(() => {
    if (!wanted) return;
    let current = true;
    void controller.sample(dataset, 0).then((found) => {
      if (current) setSample(found.ok ? found.value : null);
    });
    return () => {
      current = false;
    };
  }, [controller, dataset, wanted]);
  const pictures = useMemo(() => {
    if (sample?.kind !== 'image') return [];
    const { data, ...size } = sample;
    return Array.from({ length: SHOWN }, (_, step) => ({
      ...size,
      data: augmentImages(data, size, { flip, crop, erase }, { seed, step }),
    }));
  }, [sample, flip, crop, erase, seed]);
  if (!wanted || pictures.length === 0) return null;
  return (
    <ul className="data-strip image wide" aria-label="One picture in six steps">
      {pictures.map((picture, step) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a picture is its step
        <li key={`${image.path} ${step}`}>
          <PictureCanvas picture={picture} />
        </li>
      ))}
    </ul>
  );
}
