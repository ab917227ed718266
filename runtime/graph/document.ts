/**
 * The document: what a user draws, saves and shares. Ours alone, never a canvas library's objects.
 * Immutable; every edit makes a new document that shares what did not change.
 */

/**
 * A parameter as written: a number, a switch, a choice, or an expression such as `4*d_model`. Inside a
 * composite a choice or a switch may be `=name`: the composite's own parameter of that name.
 */
export type ParamValue = number | string | boolean;

export interface Position {
  readonly x: number;
  readonly y: number;
}

/** One use of a block. */
export interface GraphNode {
  /** Short, stable, unique in its graph, `[A-Za-z][A-Za-z0-9_-]{0,31}`; a segment of origin paths. */
  readonly id: string;
  /** Id of the block, or of a definition of this document. */
  readonly block: string;
  readonly params: Readonly<Record<string, ParamValue>>;
  readonly position: Position;
  /** Shown instead of the block's title. */
  readonly label?: string;
  /** Stacks the node N times, the first output feeding the first input; N or an expression. */
  readonly repeat?: number | string;
  /** Nodes with the same key share their weights by name. */
  readonly tie?: string;
}

/** A wire from an output port to an input port; an input port takes at most one. */
export interface Edge {
  readonly source: string;
  readonly sourcePort: string;
  readonly target: string;
  readonly targetPort: string;
}

/** Nodes and the wires between them. */
export interface GraphFragment {
  readonly nodes: Readonly<Record<string, GraphNode>>;
  readonly edges: readonly Edge[];
}

/** In a composite's graph: stands for its own input ports (as a source of edges). */
export const GRAPH_INPUT = '$in';
/** In a composite's graph: stands for its own output ports (as a target of edges). */
export const GRAPH_OUTPUT = '$out';

/** A named value that expressions may use. */
export interface Hyperparameter {
  /** An identifier, `[A-Za-z][A-Za-z0-9_]*`. */
  readonly name: string;
  readonly value: number | string;
  /** One line of plain words: "width of every token". */
  readonly label?: string;
  readonly min?: number;
  readonly max?: number;
}

/** A port as written; axes in the einops convention, see `parseAxes`. */
export interface PortSpec {
  /**
   * Axis names separated by spaces: `batch tokens d_model`. `...` stands for any number of axes,
   * `name*` may also have size 1 (it broadcasts), a number is a fixed size.
   */
  readonly axes: string;
  /** `float32` where absent. */
  readonly dtype?: 'float32' | 'int32' | 'bool' | 'any';
  /** Short name on the canvas: `Q`. */
  readonly label?: string;
  readonly doc?: string;
  /** An input that may stay without a wire. */
  readonly optional?: boolean;
}

/** A graph that is used as a block. `params` are its hyperparameters and its parameters outside. */
export interface CompositeDefinition extends GraphFragment {
  readonly title: string;
  readonly inputs: Readonly<Record<string, PortSpec>>;
  readonly outputs: Readonly<Record<string, PortSpec>>;
  readonly params: readonly Hyperparameter[];
}

/** How the graph is trained; optional, a preset carries the one that works. */
export interface Experiment {
  readonly dataset: string;
  readonly batchSize: number;
  readonly steps: number;
  readonly optimizer: 'adam' | 'adamw' | 'sgd';
  /** The largest of the training, see `schedule`. */
  readonly learningRate: number;
  /** Steps in which the learning rate grows in a line. */
  readonly warmupSteps: number;
  readonly seed: number;
  /** Course of the learning rate after the warm-up; `cosine` where absent. */
  readonly schedule?: Schedule;
  /** SGD: share of the last update that goes on; 0 where absent. */
  readonly momentum?: number;
  /** SGD with momentum: looks ahead along it (Sutskever et al. 2013); false where absent. */
  readonly nesterov?: boolean;
  /**
   * 0 where absent. SGD and Adam add it times the weight to the gradient (L2); AdamW takes it times
   * the learning rate off the weight itself (Loshchilov and Hutter 2019). For all trainable weights.
   */
  readonly weightDecay?: number;
  /** Longest gradient over all weights together (L2 norm); longer ones are scaled down to it. */
  readonly clipNorm?: number;
  /** Adam: decay rates of the moments; 0.9 and 0.999 where absent. */
  readonly beta1?: number;
  readonly beta2?: number;
  /** Adam: 1e-8 where absent. */
  readonly epsilon?: number;
}

/** Down to zero in a line or half a cosine, or as 1 / sqrt(step) (Vaswani et al. 2017, eq. 3). */
export type Schedule = 'constant' | 'linear' | 'cosine' | 'inverse-sqrt';

export interface GraphDocument extends GraphFragment {
  readonly format: 'patchbay';
  readonly version: 1;
  readonly title: string;
  readonly description?: string;
  readonly hyperparameters: readonly Hyperparameter[];
  readonly definitions: Readonly<Record<string, CompositeDefinition>>;
  readonly experiment?: Experiment;
  /** Data pack of the site with trained weights for this graph: `use-lite`. */
  readonly pretrained?: string;
}

/** The empty document. */
export function emptyDocument(title = 'Untitled'): GraphDocument {
  return {
    format: 'patchbay',
    version: 1,
    title,
    hyperparameters: [],
    nodes: {},
    edges: [],
    definitions: {},
  };
}
