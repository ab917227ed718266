/** What there is left to train of variants, and the action that comes next. */
import type { GraphDocument } from '../../../runtime/index';
import type { BoardState } from './boardState';
import { type Contestant, isTrainable, seedsOf } from './contestants';
import { isSettled, runsOf } from './runRecords';

/** Trainings that have a result, of all that are asked for. */
export interface Standing {
  readonly done: number;
  readonly asked: number;
}

export function standingOf(whole: GraphDocument, contestants: readonly Contestant[]): Standing {
  const { results = [], comparison } = whole;
  const count = comparison?.seeds ?? 1;
  let done = 0;
  let asked = 0;
  for (const each of contestants.filter(isTrainable)) {
    const { current } = runsOf(results, each.id, each.fingerprint);
    const seeds = seedsOf(each, count);
    done += current.filter((run) => seeds.includes(run.seed) && isSettled(run)).length;
    asked += count;
  }
  return { done, asked };
}

/** `idle`: nothing can be trained. */
export type NextAction = 'train' | 'rest' | 'again' | 'resume' | 'idle';

export function nextAction({ done, asked }: Standing, interrupted: boolean): NextAction {
  if (asked === 0) return 'idle';
  if (interrupted && done < asked) return 'resume';
  if (done === 0) return 'train';
  return done < asked ? 'rest' : 'again';
}

/** Whether something that the variants are still was interrupted. */
export function isInterrupted(state: BoardState, contestants: readonly Contestant[]): boolean {
  return state.lanes.some(
    (lane) =>
      lane.state.kind === 'interrupted' &&
      contestants.some(({ fingerprint }) => fingerprint === lane.fingerprint),
  );
}
