/** What a block is: ports, parameters, documentation, and how it is built from ops. */
import type { BlockError, DiagnosticCode } from '../graph/diagnostics';
import type { CompositeDefinition, ParamValue, PortSpec } from '../graph/document';
import type { DType } from '../graph/types';
import type { Initializer, InputSpec, ProgramOutput } from '../ops/program';
import type { OpBuilder, Value } from '../ops/types';

export type Family =
  | 'inputs'
  | 'positions'
  | 'attention'
  | 'norm'
  | 'feedforward'
  | 'linear'
  | 'convolution'
  | 'recurrent'
  | 'vision'
  | 'heads'
  | 'composite';

interface ParamBase {
  readonly label: string;
  /** One line of plain words. */
  readonly doc?: string;
  /** As the paper writes it: `h`, `d_ff`. Shown on the node when present. */
  readonly symbol?: string;
  readonly unit?: string;
}
export interface IntParam extends ParamBase {
  readonly kind: 'int';
  readonly default: number;
  readonly min: number;
  readonly max: number;
}
export interface FloatParam extends ParamBase {
  readonly kind: 'float';
  readonly default: number;
  readonly min: number;
  readonly max: number;
}
export interface ChoiceParam<C extends string = string> extends ParamBase {
  readonly kind: 'choice';
  readonly default: C;
  readonly choices: Readonly<Record<C, string>>;
}
export interface SwitchParam extends ParamBase {
  readonly kind: 'switch';
  readonly default: boolean;
}
export type ParamSpec = IntParam | FloatParam | ChoiceParam | SwitchParam;

export type ParamValues<P extends Readonly<Record<string, ParamSpec>>> = {
  readonly [K in keyof P]: P[K] extends ChoiceParam<infer C>
    ? C
    : P[K] extends SwitchParam
      ? boolean
      : number;
};

export type InputValues<I extends Readonly<Record<string, PortSpec>>> = {
  readonly [K in keyof I]: I[K] extends { readonly optional: true } ? Value | undefined : Value;
};

/** Handed to `build`: the ops, and what only a block may do. */
export type BlockBuilder = OpBuilder & {
  /** True while the program of a training step is traced (dropout on, batch statistics). */
  readonly training: boolean;
  /**
   * True where a loss is asked for: in training, and on held-out examples. What hides parts of an
   * input to have them guessed does so then: with nothing hidden there would be nothing to measure.
   */
  readonly scored: boolean;
  /** Examples per step. */
  readonly batch: number;
  /** A trainable parameter, named within the node: `query/kernel`. Equal names are one weight. */
  weight(name: string, shape: readonly number[], initializer: Initializer): Value;
  /** A kept value that no gradient reaches: running statistics. */
  buffer(name: string, shape: readonly number[], initializer: Initializer): Value;
  /** Assigns a buffer at the end of a training step. */
  update(bufferName: string, value: Value): void;
  /** Data fed from outside. */
  input(shape: readonly number[], dtype: DType, spec: InputSpec): Value;
  /** Declares a result of the graph. */
  output(kind: ProgramOutput['kind'], value: Value, name: string, labels?: string): void;
  /** Names an inner value so that it can be looked at: `path.name`. */
  tap(name: string, value: Value): void;
  /** Stops with a message for the user at this node. */
  fail(code: DiagnosticCode, message: string, details?: BlockError['details']): never;
};

export interface Paper {
  readonly authors: string;
  readonly year: number;
  readonly title: string;
  /** DOI or arXiv address. */
  readonly url: string;
  /** Where in it: "section 3.2.2", "equation 1". */
  readonly where?: string;
}

export interface BlockDocs {
  /** One or two plain sentences for someone who meets it for the first time. */
  readonly summary: string;
  /** Other names and short forms that people look for: `GQA`, `1x1 convolution`. */
  readonly alsoCalled?: readonly string[];
  /** LaTeX. */
  readonly formula?: string;
  readonly paper?: Paper;
  /** How it is spelled there: one line of code. */
  readonly pytorch?: string;
  readonly keras?: string;
}

interface BlockBase {
  /** Its folder: `multi-head-attention`. */
  readonly id: string;
  readonly title: string;
  readonly family: Family;
  /** Name of a lucide icon in PascalCase: `Focus`. */
  readonly icon: string;
  /** Wanted seldom: the palette shows it behind "More". */
  readonly advanced?: true;
  readonly docs: BlockDocs;
  readonly inputs: Readonly<Record<string, PortSpec>>;
  readonly outputs: Readonly<Record<string, PortSpec>>;
  readonly examples: readonly BlockExample[];
}

/** One use of a block that must work: for the contract test and the help panel. */
export interface BlockExample {
  readonly params?: Readonly<Record<string, ParamValue>>;
  /** Sizes of the inputs, by port. */
  readonly inputs: Readonly<Record<string, readonly number[]>>;
  /** Expected sizes of the outputs, by port. */
  readonly outputs: Readonly<Record<string, readonly number[]>>;
  /** Expected number of trainable parameters. */
  readonly parameters: number;
}

export interface PrimitiveBlock extends BlockBase {
  readonly kind: 'primitive';
  readonly params: Readonly<Record<string, ParamSpec>>;
  build(
    b: BlockBuilder,
    inputs: Readonly<Record<string, Value | undefined>>,
    params: Readonly<Record<string, ParamValue>>,
  ): Readonly<Record<string, Value>>;
  /**
   * Names of an output's axes where its port cannot tell them: axes that change places, or go.
   * `inputs` are the names of the axes of each input; by output port.
   */
  outputAxes?(
    inputs: Readonly<Record<string, readonly string[]>>,
    params: Readonly<Record<string, ParamValue>>,
  ): Readonly<Record<string, readonly string[]>>;
}

export interface CompositeBlock extends BlockBase {
  readonly kind: 'composite';
  readonly params: Readonly<Record<string, ParamSpec>>;
  readonly graph: Pick<CompositeDefinition, 'nodes' | 'edges'>;
}

export type Block = PrimitiveBlock | CompositeBlock;
