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
  /**
   * Passes its input on instead of computing; false where absent. Each output carries what the first
   * input, in the block's order, of its very sizes and kind of values brings. All wires stay.
   */
  readonly bypass?: boolean;
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
  /** Passes over the training examples; where it is given, it decides and `steps` does not. */
  readonly epochs?: number;
  /** Seconds of training, pauses and tests left out; ends it wherever `steps` or `epochs` are then. */
  readonly seconds?: number;
  /** Keeps the weights of the best validation rather than the last; false where absent. */
  readonly keepBest?: boolean;
  /** Pictures, in training: mirrors every second one, left to right. */
  readonly flip?: boolean;
  /** Moves each picture by up to so many pixels each way; what comes in is black. */
  readonly crop?: number;
  /** Share of pictures in which a random rectangle is erased (Zhong et al. 2020). */
  readonly erase?: number;
  /** Mixes pairs of examples, by a share drawn from Beta(mixup, mixup) (Zhang et al. 2018). */
  readonly mixup?: number;
  /** Pictures of another size are resized to the input; otherwise they do not fit. */
  readonly resizeImages?: boolean;
  /** Grey pictures become red, green and blue, or the other way; otherwise they do not fit. */
  readonly convertChannels?: boolean;
}

/** Down to zero in a line or half a cosine, or as 1 / sqrt(step) (Vaswani et al. 2017, eq. 3). */
export type Schedule = 'constant' | 'linear' | 'cosine' | 'inverse-sqrt';

/** Settings that are otherwise; null: not said. */
export type ExperimentChanges = { readonly [K in keyof Experiment]?: Experiment[K] | null };

/** A graph that is compared with the one it was forked from: the document itself, the base. */
export interface Variant extends GraphFragment {
  /** Short, unique in the document; never `BASE`. */
  readonly id: string;
  readonly title: string;
  readonly hyperparameters: readonly Hyperparameter[];
  readonly definitions: Readonly<Record<string, CompositeDefinition>>;
  /** Where it is trained otherwise than the base; all else is as there. */
  readonly experiment?: ExperimentChanges;
}

/** Stands for the document itself where a variant could be named. */
export const BASE = 'base';
/** The most graphs side by side, the base among them. */
export const MAX_COMPARED = 6;

/** How variants are compared. */
export interface Comparison {
  /** Trainings of each, with the experiment's seed and those that follow. */
  readonly seeds: number;
  /** What the base is called among its variants; "Base" where absent. */
  readonly base?: string;
}

/** What came of one training of one variant, in brief. Columns have equal lengths. */
export interface RunRecord {
  /** Id of the variant, or `BASE`. */
  readonly variant: string;
  /** Hash of what was trained, graph and experiment: tells whether it is that still. */
  readonly fingerprint: string;
  readonly seed: number;
  /** Name of the backend that computed: equal seeds give equal numbers on the same one. */
  readonly backend: string;
  readonly status: 'done' | 'stopped' | 'failed';
  /** Why it failed, in words. */
  readonly problem?: string;
  readonly steps: number;
  /** Of training alone. */
  readonly seconds: number;
  readonly parameters: number;
  /** Floating-point operations of one training step. */
  readonly stepFlops: number;
  /** Most memory of a training step. */
  readonly peakBytes: number;
  /** Of the last step. */
  readonly loss: number;
  /** On the test set; absent where it was not tried. */
  readonly test?: Metric;
  /** The best validation, and the step it was made at. */
  readonly best?: Metric & { readonly step: number };
  /** Some of the training steps, the first and the last among them. */
  readonly curve: {
    readonly step: readonly number[];
    readonly loss: readonly number[];
    /** Seconds of training after each. */
    readonly seconds: readonly number[];
  };
  readonly validation: {
    readonly step: readonly number[];
    readonly loss: readonly number[];
    /** Values of the metric of `best`; empty where there is none. */
    readonly metric: readonly number[];
  };
  /** Milliseconds since 1970. */
  readonly saved: number;
}

/** A figure of how good a model is. */
export interface Metric {
  readonly kind: MetricKind;
  /** Shares from 0 to 1, BLEU from 0 to 100, bits, or a loss. */
  readonly value: number;
}

/**
 * `accuracy`: classes right; `sequences`: sequences right in every token; `tokens`: next tokens
 * right; `bleu`: Papineni et al. 2002; `bits`: per character of text; `loss`: of the graph itself.
 */
export type MetricKind = 'accuracy' | 'sequences' | 'tokens' | 'bleu' | 'bits' | 'loss';

export interface GraphDocument extends GraphFragment {
  readonly format: 'patchbay';
  readonly version: 2;
  readonly title: string;
  readonly description?: string;
  readonly hyperparameters: readonly Hyperparameter[];
  readonly definitions: Readonly<Record<string, CompositeDefinition>>;
  readonly experiment?: Experiment;
  /** Data pack of the site with trained weights for this graph: `use-lite`. */
  readonly pretrained?: string;
  /** Compared with this graph, in the order in which they are shown. */
  readonly variants?: readonly Variant[];
  readonly comparison?: Comparison;
  /** Of this graph and its variants; never a step of undo. */
  readonly results?: readonly RunRecord[];
}

/** The empty document. */
export function emptyDocument(title = 'Untitled'): GraphDocument {
  return {
    format: 'patchbay',
    version: 2,
    title,
    hyperparameters: [],
    nodes: {},
    edges: [],
    definitions: {},
  };
}
