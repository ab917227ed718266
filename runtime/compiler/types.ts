/** One type a stage: what each stage of the compiler hands to the next. */
import type { Block, ParamSpec, PrimitiveBlock } from '../blocks/types';
import type { Diagnostic } from '../graph/diagnostics';
import type { CompositeDefinition, ParamValue, PortSpec } from '../graph/document';
import type { TensorType } from '../graph/types';
import type { Program } from '../ops/program';

/** The end of a wire. */
export interface PortRef {
  readonly node: string;
  readonly port: string;
}

/** A node whose block is known and whose parameters are values. */
export interface BoundNode {
  readonly id: string;
  /** Origin path, without the index of its own repetition. */
  readonly path: string;
  /** The user's label, or the block's title. */
  readonly title: string;
  readonly block: Block | DefinedBlock;
  readonly params: Readonly<Record<string, ParamValue>>;
  readonly repeat: number | null;
  readonly tie: string | null;
  /** Where each wired input comes from; `node` may be `$in`. */
  readonly inputs: Readonly<Record<string, PortRef>>;
  /** False where a problem was found: its outputs are unknown. */
  readonly valid: boolean;
}

/** A composite that the document itself defines, seen as a block. */
export interface DefinedBlock {
  readonly kind: 'defined';
  readonly id: string;
  readonly title: string;
  readonly definition: CompositeDefinition;
  readonly inputs: Readonly<Record<string, PortSpec>>;
  readonly outputs: Readonly<Record<string, PortSpec>>;
  readonly params: Readonly<Record<string, ParamSpec>>;
}

/** One level of a graph with its names resolved. */
export interface BoundGraph {
  readonly nodes: ReadonlyMap<string, BoundNode>;
  /** In a composite: what feeds each of its outputs. */
  readonly results: Readonly<Record<string, PortRef>>;
  /** Values of the names that expressions may use. */
  readonly scope: ReadonlyMap<string, number>;
}

/** A primitive node with its place in the whole graph. */
export interface FlatNode {
  /** Origin path: `encoder/3/attention`. */
  readonly path: string;
  /** The user's label, or the block's title. */
  readonly title: string;
  readonly block: PrimitiveBlock;
  readonly params: Readonly<Record<string, ParamValue>>;
  /** Prefix of its weights' names; differs from `path` for tied nodes. */
  readonly weightPath: string;
  /** `path.port` of what feeds each wired input. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly valid: boolean;
}

/** A composite that was opened. */
export interface CompositeUse {
  readonly path: string;
  readonly params: Readonly<Record<string, ParamValue>>;
  readonly repeat: number | null;
}

export interface FlatGraph {
  readonly nodes: readonly FlatNode[];
  readonly composites: readonly CompositeUse[];
  /** `path.port` of a composite's output -> `path.port` of the primitive output behind it, if any. */
  readonly aliases: ReadonlyMap<string, string>;
}

/** A flat graph in an order in which every node follows its inputs. */
export interface ScheduledGraph extends FlatGraph {
  readonly scheduled: true;
}

/** What the trace found, with the types of every output port it reached. */
export interface TracedGraph {
  readonly program: Program;
  /** `path.port` -> type, composites' ports included. */
  readonly types: ReadonlyMap<string, TensorType>;
  /** Names of the weights that each primitive node uses, by origin path. */
  readonly weights: ReadonlyMap<string, readonly string[]>;
}

/** When each value dies and what that costs. */
export interface ExecutionPlan {
  readonly program: Program;
  /** By instruction: values whose last use it is. */
  readonly releases: readonly (readonly number[])[];
  /** Most bytes held at once by weights, inputs and intermediate values. */
  readonly peakBytes: number;
  /** Largest single value. */
  readonly largestBytes: number;
  readonly dispatches: number;
}

/** Cost of a node, a composite or the whole. MACs as in papers; FLOPs count every op. */
export interface Cost {
  readonly params: number;
  readonly macs: number;
  readonly flops: number;
}

/** What the editor knows of one node. Composites are included; a repeated one sums its copies. */
export interface NodeSummary {
  readonly path: string;
  readonly params: Readonly<Record<string, ParamValue>>;
  readonly repeat: number | null;
  readonly cost: Cost;
}

/** Everything that can be known of a document without running it. */
export interface Analysis {
  readonly diagnostics: readonly Diagnostic[];
  /** Output ports: `path.port` -> type. The type of an input is that of its source. */
  readonly types: ReadonlyMap<string, TensorType>;
  readonly nodes: ReadonlyMap<string, NodeSummary>;
  /** Values of the hyperparameters. */
  readonly scope: ReadonlyMap<string, number>;
  readonly total: Cost;
  readonly plan: ExecutionPlan | null;
  /** Weights: number of values held that are not parameters (running statistics). */
  readonly buffers: number;
}

/** What a program is compiled for. */
export type Purpose =
  /** Results and taps; neither labels nor loss. */
  | 'predict'
  /** Results, loss and metrics, with running statistics. */
  | 'evaluate'
  /** One training step: loss, metrics, and the assignments of an optimiser. */
  | 'train'
  /** As `evaluate`, with the gradient of the loss as taps. */
  | 'gradient';

export interface AnalyzeOptions {
  /** Examples per step; 1 by default. */
  readonly batch?: number;
  /** Trace for a training step (batch statistics, dropout); false by default. */
  readonly training?: boolean;
}
