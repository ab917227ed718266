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
  /** Passes an input on instead of computing. */
  readonly bypass: boolean;
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
  readonly kind: 'primitive';
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

/**
 * A bypassed node of any kind, repeated ones whole. What it would compute is traced for its types
 * alone; nothing of it comes into the program.
 */
export interface BypassedNode {
  readonly kind: 'bypassed';
  /** Origin path, without the index of a repetition. */
  readonly path: string;
  readonly title: string;
  /** Its ports. */
  readonly block: Pick<PrimitiveBlock, 'inputs' | 'outputs'>;
  /** `path.port` of what feeds each wired input. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Output ports that a wire leaves. */
  readonly wired: ReadonlySet<string>;
  /** Its nodes were it not bypassed. They read each other and what lies around it. */
  readonly inside: readonly AnyNode[];
  /** By output port: `path.port` of what would come out, among `inside` or around it. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly valid: boolean;
}

export type AnyNode = FlatNode | BypassedNode;

/** A composite that was opened. */
export interface CompositeUse {
  readonly path: string;
  readonly params: Readonly<Record<string, ParamValue>>;
  readonly repeat: number | null;
}

export interface FlatGraph {
  readonly nodes: readonly AnyNode[];
  readonly composites: readonly CompositeUse[];
  /** `path.port` of a composite's output -> `path.port` of the primitive output behind it, if any. */
  readonly aliases: ReadonlyMap<string, string>;
}

/** A flat graph in an order in which every node follows its inputs. */
export interface ScheduledGraph extends FlatGraph {
  readonly scheduled: true;
}

/** What is bypassed, and what would be computed there. */
export interface Bypassed {
  /** By origin path of a bypassed node: the input port that stands for each output port. */
  readonly passes: ReadonlyMap<string, Readonly<Record<string, string>>>;
  /** Types of ports within bypassed nodes: `path.port` -> type. No program has their values. */
  readonly types: ReadonlyMap<string, TensorType>;
}

/** What the trace found, with the types of every output port it reached. */
export interface TracedGraph {
  readonly program: Program;
  /** `path.port` -> type, composites' ports included. */
  readonly types: ReadonlyMap<string, TensorType>;
  readonly bypassed: Bypassed;
  /** Names of the weights that each primitive node uses, by origin path. */
  readonly weights: ReadonlyMap<string, readonly string[]>;
}

/** When each value dies and what that costs. */
export interface ExecutionPlan {
  readonly program: Program;
  /** By instruction: values whose last use it is. */
  readonly releases: readonly (readonly number[])[];
  /** Most bytes held at once by weights, inputs, intermediate values and what an op works in. */
  readonly peakBytes: number;
  /** The same on backends without our kernels, WebGL and plain JavaScript, which work in more steps. */
  readonly composedPeakBytes: number;
  /** What is held at that moment. */
  readonly peak: Peak;
  /** Largest single value. */
  readonly largestBytes: number;
  /** Its id; null for an empty program. */
  readonly largest: number | null;
  readonly dispatches: number;
}

/** The moment at which a plan holds the most. */
export interface Peak {
  /** Index of the instruction that runs then; null where leaves alone are held. */
  readonly instruction: number | null;
  /** One value id for each buffer that is held. */
  readonly values: readonly number[];
}

/**
 * Cost of a node, a composite or the whole. A composite's is the sum of its nodes', save that a
 * shared weight counts once and that `largestBytes` is the largest of all.
 */
export interface Cost {
  /** Trainable numbers. */
  readonly params: number;
  /** Multiply-accumulates of convolutions, linear layers and attention products, as papers count. */
  readonly macs: number;
  /** Floating-point operations of every op, a multiply-accumulate counted as two. */
  readonly flops: number;
  /** Kernels that the plan starts. */
  readonly dispatches: number;
  /**
   * Share in the plan's peak: bytes, at the moment when the most is held, of its weights, of their
   * optimiser state, and of the values that it made. Shares add up to the peak of the whole.
   */
  readonly peakBytes: number;
  /** Bytes of its largest single value, weights included. */
  readonly largestBytes: number;
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
  readonly bypassed: Bypassed;
  readonly nodes: ReadonlyMap<string, NodeSummary>;
  /** Values of the hyperparameters. */
  readonly scope: ReadonlyMap<string, number>;
  readonly total: Cost;
  /** Of the results and losses; without instructions where the graph has none. */
  readonly plan: ExecutionPlan;
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
  /** Trace for a loss on held-out examples (hidden tokens and patches); as `training` where absent. */
  readonly scored?: boolean;
}
