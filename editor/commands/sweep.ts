/** Several variants at once that differ in one thing: a value of the graph, of a block, of its training. */
import type { Experiment, GraphDocument, ParamValue } from '../../runtime/index';
import { BASE, variantDocument } from '../../runtime/index';
import type { Command, Level } from './command';
import { setExperiment } from './document';
import { setHyperparameter } from './hyperparameters';
import { setParam } from './params';
import { addVariants, type ForkOptions, roomForVariants, withExperiment } from './variants';

/** What is given one value after another. */
export type SweepTarget =
  | { readonly kind: 'hyperparameter'; readonly name: string }
  | {
      readonly kind: 'param';
      readonly level: Level;
      readonly node: string;
      readonly param: string;
    }
  | { readonly kind: 'setting'; readonly name: keyof Experiment };

export interface SweepValue {
  readonly value: ParamValue;
  /** Of its variant: "heads 4". */
  readonly title: string;
}

export interface Sweep extends Omit<ForkOptions, 'title'> {
  /** What the variants are copies of; the base by default. */
  readonly from?: string;
  readonly target: SweepTarget;
  readonly values: readonly SweepValue[];
}

export interface SweepPlan {
  /** Values that a variant is made for. */
  readonly made: readonly SweepValue[];
  /** Values that change nothing in what is copied. */
  readonly same: readonly SweepValue[];
  /** Values that no room is left for. */
  readonly leftOut: readonly SweepValue[];
}

/** What a sweep comes to in this document, before it is made. */
export function planSweep(whole: GraphDocument, sweep: Sweep): SweepPlan {
  const trained = withExperiment(whole, sweep.experiment);
  const source = variantDocument(trained, sweep.from ?? BASE);
  const changes = ({ value }: SweepValue) =>
    source !== null && edit(sweep.target, value).apply(source) !== source;
  const changing = sweep.values.filter(changes);
  const room = roomForVariants(whole);
  return {
    made: changing.slice(0, room),
    same: sweep.values.filter((value) => !changes(value)),
    leftOut: changing.slice(room),
  };
}

/** One variant for each value, as far as there is room; one step of undo. */
export function sweepVariants(sweep: Sweep): Command {
  return {
    label: 'Try several values',
    whole: true,
    selectsAdded: true,
    apply: (whole) => {
      const { made } = planSweep(whole, sweep);
      const trained = withExperiment(whole, sweep.experiment);
      const source = variantDocument(trained, sweep.from ?? BASE);
      if (made.length === 0 || !source) return whole;
      const documents = made.map(({ value, title }) => ({
        ...edit(sweep.target, value).apply(source),
        title,
      }));
      return addVariants(trained, documents, sweep);
    },
  };
}

function edit(target: SweepTarget, value: ParamValue): Pick<Command, 'apply'> {
  switch (target.kind) {
    case 'hyperparameter':
      return typeof value === 'boolean' ? unchanged : setHyperparameter([], target.name, { value });
    case 'param':
      return setParam(target.level, target.node, target.param, value);
    case 'setting':
      return {
        apply: (document) => {
          const { experiment } = document;
          if (!experiment) return document;
          return setExperiment({ ...experiment, [target.name]: value }).apply(document);
        },
      };
  }
}

const unchanged: Pick<Command, 'apply'> = { apply: (document) => document };
