/** Compiled graphs with their constants on the device; those in use and the last few are kept. */
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
  /** For work that goes on: what it gets stays, however many others there are. */
  hold(): ModelHold;
  clear(): void;
}

export interface ModelHold {
  get(document: GraphDocument, options: CompileOptions): Result<Model>;
  release(): void;
}

/** Models that nobody holds, the last ones used: those of a training, and of a run beside it. */
const CAPACITY = 6;

interface Entry {
  readonly model: Result<Model> & { readonly ok: true };
  holders: number;
}

export function createModelCache(tf: typeof tfjs, backend: BackendReport): ModelCache {
  /** The most recently used is the last. */
  const entries = new Map<string, Entry>();

  const evict = () => {
    let free = [...entries.values()].filter(({ holders }) => holders === 0).length;
    for (const [key, { model, holders }] of entries) {
      if (free <= CAPACITY) return;
      if (holders > 0) continue;
      model.value.executor.dispose();
      entries.delete(key);
      free--;
    }
  };

  const keyOf = (document: GraphDocument, options: CompileOptions) => {
    const { nodes, edges, definitions, hyperparameters } = document;
    return JSON.stringify([nodes, edges, definitions, hyperparameters, options]);
  };

  const find = (document: GraphDocument, options: CompileOptions, key: string): Result<Model> => {
    const known = entries.get(key);
    if (known) {
      entries.delete(key);
      entries.set(key, known);
      return known.model;
    }
    const compiled = compile(document, options);
    if (!compiled.ok) return compiled;
    const { plan, types } = compiled.value;
    const excess = checkLimits(plan, { document, types, batch: options.batch }, backend);
    if (excess) return failure(excess);
    const executor = createExecutor(tf, plan);
    const model = success({ executor, flops: countFlops(plan), types }, compiled.diagnostics);
    entries.set(key, { model: model as Entry['model'], holders: 0 });
    return model;
  };

  return {
    get(document, options) {
      const model = find(document, options, keyOf(document, options));
      evict();
      return model;
    },
    hold() {
      const held = new Map<string, Entry>();
      return {
        get(document, options) {
          const key = keyOf(document, options);
          const model = find(document, options, key);
          const entry = entries.get(key);
          if (entry && !held.has(key)) {
            entry.holders++;
            held.set(key, entry);
          }
          evict();
          return model;
        },
        release() {
          for (const entry of held.values()) entry.holders--;
          held.clear();
          evict();
        },
      };
    },
    clear() {
      for (const { model } of entries.values()) model.value.executor.dispose();
      entries.clear();
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
