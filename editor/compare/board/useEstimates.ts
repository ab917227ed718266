/** Works out what the variants cost, one at a time, when the page has nothing else to do. */
import { useEffect, useState } from 'react';
import { whenIdle } from '../../inspector/useTrainingCost';
import { type Contestant, estimateOf, knownEstimateOf } from './contestants';

/** A number that changes when another one is known, for what reads `knownEstimateOf`. */
export function useEstimates(contestants: readonly Contestant[]): number {
  const [known, setKnown] = useState(0);
  const next = contestants.find((each) => !knownEstimateOf(each));
  useEffect(() => {
    if (!next) return;
    return whenIdle(() => {
      estimateOf(next);
      setKnown((count) => count + 1);
    });
  }, [next]);
  return known;
}
