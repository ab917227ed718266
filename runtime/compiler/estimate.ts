/** estimate: what a forward pass and a training step of a document will cost, told before either runs. */
import type { Diagnostic } from '../graph/diagnostics';
import type { GraphDocument } from '../graph/document';
import type { TensorType } from '../graph/types';
import { analyze } from './analyze';
import { type CompileOptions, compile } from './compile';
import { measurePlan } from './cost';
import type { Cost, ExecutionPlan } from './types';

export interface EstimateOptions {
  /** Examples in one pass; 1 by default. */
  readonly batch?: number;
  /** Adam by default. */
  readonly optimizer?: CompileOptions['optimizer'];
}

/** Cost of one pass. */
export interface PassCost {
  readonly total: Cost;
  /** By origin path of node and composite; nodes that do nothing in this pass are left out. */
  readonly nodes: ReadonlyMap<string, Cost>;
  readonly plan: ExecutionPlan;
}

export interface Estimate {
  readonly batch: number;
  /** Every block once, the losses included. */
  readonly forward: PassCost;
  /**
   * Forward, backward and update, as the session runs them; null, with the reason, where the graph
   * cannot be trained. MACs count the products of the backward pass, too: two for each linear layer
   * and convolution (one where its input needs no gradient), so that a step takes about three times
   * the MACs of a forward pass.
   */
  readonly training: PassCost | null;
  /** Types of ports by `path.port`, with this batch. */
  readonly types: ReadonlyMap<string, TensorType>;
  /** Why there is no training step. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * `estimate(document, { batch, optimizer })`: costs of a forward pass and of a training step, in
 * total, by node and by composite. Backward and update belong to the node that they came from. Pure
 * and free of tfjs; slower than `analyze`, since a training step has thousands of instructions.
 */
export function estimate(document: GraphDocument, options: EstimateOptions = {}): Estimate {
  const { batch = 1, optimizer } = options;
  const { total, nodes, plan, types } = analyze(document, { batch });
  const costs = new Map<string, Cost>();
  for (const [path, { cost }] of nodes) costs.set(path, cost);
  const compiled = compile(document, { purpose: 'train', batch, optimizer });
  return {
    batch,
    forward: { total, nodes: costs, plan },
    training: compiled.ok
      ? { ...measurePlan(compiled.value.plan), plan: compiled.value.plan }
      : null,
    types,
    diagnostics: compiled.ok ? [] : compiled.diagnostics,
  };
}
