/** Label smoothing and dropout: parameters of the graph that a training is usually told. */
import { findBlock, type GraphDocument, type ParamValue } from '../../../runtime/index';
import type { Command } from '../../commands/command';
import { setHyperparameter } from '../../commands/hyperparameters';
import { setParam } from '../../commands/params';

/** A parameter of one node of the document's own level. */
interface Place {
  readonly node: string;
  readonly param: string;
  readonly written: ParamValue;
}

/** What one control sets: a hyperparameter that all places follow, or the places themselves. */
export interface SharedParam {
  readonly value: number;
  /** In how many blocks. */
  readonly blocks: number;
  /** Name of the hyperparameter; null where the blocks say the number themselves. */
  readonly hyperparameter: string | null;
}

export type Regulariser = 'smoothing' | 'dropout';

const titles: Readonly<Record<Regulariser, string>> = {
  smoothing: 'label smoothing',
  dropout: 'dropout',
};

function placesOf(document: GraphDocument, what: Regulariser): readonly Place[] {
  return Object.values(document.nodes).flatMap((node) => {
    const params = findBlock(node.block)?.params ?? {};
    const param = node.block === 'dropout' && what === 'dropout' ? 'rate' : what;
    if (!Object.hasOwn(params, param)) return [];
    return [{ node: node.id, param, written: node.params[param] ?? params[param].default }];
  });
}

/** Null where no block has it, or where blocks differ. */
export function sharedParam(document: GraphDocument, what: Regulariser): SharedParam | null {
  const places = placesOf(document, what);
  if (places.length === 0) return null;
  const names = new Set(places.map(({ written }) => written));
  if (names.size !== 1) {
    // Blocks that are set to 0 by themselves stay as they are, beside a shared value.
    const named = [...names].filter((written) => typeof written === 'string');
    if (
      named.length !== 1 ||
      [...names].some((written) => typeof written === 'number' && written !== 0)
    ) {
      return null;
    }
    return ofHyperparameter(document, places, named[0]);
  }
  const [written] = names;
  if (typeof written === 'number') {
    return { value: written, blocks: places.length, hyperparameter: null };
  }
  return ofHyperparameter(document, places, written);
}

function ofHyperparameter(
  document: GraphDocument,
  places: readonly Place[],
  name: ParamValue,
): SharedParam | null {
  const found = document.hyperparameters.find((each) => each.name === name);
  if (!found || typeof found.value !== 'number') return null;
  const blocks = places.filter(({ written }) => written === name).length;
  return { value: found.value, blocks, hyperparameter: found.name };
}

/** Sets it for all blocks, as one step. */
export function setShared(document: GraphDocument, what: Regulariser, value: number): Command {
  const shared = sharedParam(document, what);
  const label = `Change ${titles[what]}`;
  if (shared?.hyperparameter) {
    return { ...setHyperparameter([], shared.hyperparameter, { value }), label };
  }
  const places = placesOf(document, what);
  return {
    label,
    apply: (before) =>
      places.reduce(
        (next, { node, param }) => setParam([], node, param, value).apply(next),
        before,
      ),
  };
}
