/** Compiled graphs with their constants on the device; the last few are kept. */
import type * as tfjs from '@tensorflow/tfjs-core';
import { type CompileOptions, compile } from '../compiler/compile';
import { createExecutor, type Executor } from '../compiler/execute';
import { checkLimits } from '../compiler/limits';
import type { ExecutionPlan } from '../compiler/types';
import { failure, type Result, success } from '../graph/diagnostics';
import type { GraphDocument } from '../graph/document';
import type { TensorType } from '../graph/types';
import type { BackendReport } from '../protocol';

export interface Model {
  readonly executor: Executor;
  /** Floating-point operations of one run. */
  readonly flops: number;
  /** `path.port` -> type. */
  readonly types: ReadonlyMap<string, TensorType>;
}

export interface ModelCache {
  /** Compiles, or finds what was compiled from an equal graph. Fails also for what cannot fit here. */
  get(document: GraphDocument, options: CompileOptions): Result<Model>;
  clear(): void;
}

const CAPACITY = 4;

export function createModelCache(tf: typeof tfjs, backend: BackendReport): ModelCache {
  const models = new Map<string, Result<Model> & { readonly ok: true }>();
  return {
    get(document, options) {
      const { nodes, edges, definitions, hyperparameters } = document;
      const key = JSON.stringify([nodes, edges, definitions, hyperparameters, options]);
      const known = models.get(key);
      if (known) {
        // The most recently used is the last.
        models.delete(key);
        models.set(key, known);
        return known;
      }
      const compiled = compile(document, options);
      if (!compiled.ok) return compiled;
      const { plan, types } = compiled.value;
      const excess = checkLimits(plan, { document, types, batch: options.batch }, backend);
      if (excess) return failure(excess);
      const model = success(
        { executor: createExecutor(tf, plan), flops: countFlops(plan), types },
        compiled.diagnostics,
      );
      models.set(key, model as Result<Model> & { readonly ok: true });
      for (const [oldest, { value }] of models) {
        if (models.size <= CAPACITY) break;
        value.executor.dispose();
        models.delete(oldest);
      }
      return model;
    },
    clear() {
      for (const { value } of models.values()) value.executor.dispose();
      models.clear();
    },
  };
}

function countFlops({ program: { instructions, types } }: ExecutionPlan): number {
  let flops = 0;
  for (const { op, inputs, output, attrs } of instructions) {
    const inputTypes = inputs.map((id) => types[id]);
    flops += op.flops(inputTypes, types[output], attrs as never);
  }
  return flops;
}
