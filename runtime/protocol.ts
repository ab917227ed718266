/** Every message that may cross the worker boundary. Types only. */
import type { ImportApi } from './datasets/own/types';
import type { Baseline, InputNeed, LoadProgress } from './datasets/types';
import type { Examination, ExamineEvent, ExamineRequest } from './examinations';
import type { Result } from './graph/diagnostics';
import type { Experiment, GraphDocument, Metric } from './graph/document';
import type { WeightReport } from './weights/types';

export type { ImportApi } from './datasets/own/types';
export type * from './examinations';
export type { MisfitWeight, MissingWeight, UnexpectedTensor, WeightReport } from './weights/types';

export type BackendName = 'webgpu' | 'webgl' | 'wasm' | 'cpu';

/** Which backend computes, and why. */
export interface BackendReport {
  readonly backend: BackendName;
  /** "WebGPU", "WebAssembly". */
  readonly label: string;
  /** One sentence: why this one. */
  readonly reason: string;
  /** Adapter as the browser names it, when there is one. */
  readonly adapter?: string;
  /** A software adapter emulates a graphics card: right numbers, very slow. */
  readonly software: boolean;
  readonly attempts: readonly { readonly backend: BackendName; readonly reason: string }[];
  /** Largest single buffer, bytes. */
  readonly maxBufferBytes: number | null;
}

export interface StartOptions {
  /** Asked for by `?backend=`; then a software adapter is accepted. */
  readonly prefer?: BackendName;
}

/** What is fed to an input of the graph. */
export type InputData =
  /** Row-major [height, width, channels], values 0..1. Resized by the worker to what the graph takes. */
  | { kind: 'image'; data: Float32Array; height: number; width: number; channels: number }
  | { kind: 'text'; text: string }
  /** Real numbers for a sequence or a volume, row-major, without the batch. */
  | { kind: 'tensor'; data: Float32Array; shape: readonly number[] }
  /** One example of the experiment's data set; of its test set where nothing is said. */
  | { kind: 'sample'; index: number; split?: 'validation' | 'test' };

export interface RunRequest {
  readonly document: GraphDocument;
  /** By origin path of the input node. Inputs that are missing here are answered as a problem. */
  readonly inputs: Readonly<Record<string, InputData>>;
  /** Values to bring back: `encoder/3/attention.weights`. */
  readonly taps: readonly string[];
  /** Whose weights answer, see `TrainRequest`; `main` where absent. */
  readonly slot?: string;
}

export interface TensorData {
  readonly shape: readonly number[];
  readonly axes: readonly string[];
  readonly data: Float32Array;
}

export type RunOutput =
  | {
      readonly kind: 'classes';
      readonly path: string;
      readonly name: string;
      /** Best first. */
      readonly top: readonly {
        readonly index: number;
        readonly label: string;
        readonly probability: number;
      }[];
    }
  | {
      readonly kind: 'tokens';
      readonly path: string;
      readonly name: string;
      readonly tokens: readonly {
        readonly id: number;
        readonly text: string;
        readonly probability: number;
      }[];
      readonly text: string;
    }
  | {
      readonly kind: 'value';
      readonly path: string;
      readonly name: string;
      /** What the numbers are, where it is known: cosines from -1 to 1. */
      readonly meaning?: 'similarity';
      readonly value: TensorData;
    };

export interface RunResult {
  readonly outputs: readonly RunOutput[];
  readonly taps: Readonly<Record<string, TensorData>>;
  /** What each input node saw, after resizing or tokenizing. */
  readonly seen: Readonly<Record<string, SeenInput>>;
  /** The right answer of a sample, when known: "7". */
  readonly expected: string | null;
  readonly milliseconds: number;
  /** Training steps that the weights have seen. 0: untrained. */
  readonly trainedSteps: number;
  /** Name of the file that weights were loaded from; absent where they began with the seed. */
  readonly weightsFrom?: string;
  readonly backend: BackendName;
}

export type SeenInput =
  | {
      readonly kind: 'image';
      readonly data: Float32Array;
      readonly height: number;
      readonly width: number;
      readonly channels: number;
    }
  | { readonly kind: 'tokens'; readonly ids: Int32Array; readonly texts: readonly string[] }
  | ({ readonly kind: 'tensor' } & TensorData);

/** How the next token is chosen from the probabilities that a model gives. */
export interface Decoding {
  /** Always the likeliest token; one drawn by chance; or the likeliest of several texts. */
  readonly method: 'greedy' | 'sample' | 'beam';
  /** Sample: logits are divided by it; 0 leaves the likeliest token alone. */
  readonly temperature: number;
  /** Sample: only so many of the likeliest tokens; null for all. */
  readonly topK: number | null;
  /** Sample: only the likeliest tokens that have this probability together; null for all. */
  readonly topP: number | null;
  /** Beam: texts that are followed at a time. */
  readonly beams: number;
  /** Beam: makes up for the length of a text, see `penaltyOf`; 0 for none. */
  readonly lengthPenalty: number;
  /** Sample: the same seed gives the same text. */
  readonly seed: number;
  /** Written at most, beyond the prompt. */
  readonly maxTokens: number;
}

/**
 * A text of a graph that has an input of what it wrote. That input may be given a text, the prompt;
 * without one it begins anew.
 */
export interface GenerateRequest extends RunRequest {
  readonly decoding: Decoding;
  /** Whose weights; 'main' where absent. */
  readonly slot?: string;
}

/** A token as it is shown. */
export interface ShownToken {
  readonly id: number;
  readonly text: string;
}

export type GenerateEvent =
  /** What the model read before its first own token. */
  | { readonly kind: 'prompt'; readonly tokens: readonly ShownToken[] }
  /** In the order in which they are written; of a beam search, the best text when it is found. */
  | (ShownToken & {
      readonly kind: 'token';
      /** The place that the model wrote it at: of the token that it read last, from 0. */
      readonly place: number;
      readonly probability: number;
      /** The likeliest five of what it was chosen from, itself among them or not. */
      readonly top: readonly (ShownToken & { readonly probability: number })[];
      /** By tap: where that place looked. Without beams, and for taps that are rows of attention. */
      readonly attention: Readonly<Record<string, AttentionRow>>;
    });

/** Weights of one place, row-major [heads, places]. */
export interface AttentionRow {
  readonly heads: number;
  readonly places: number;
  readonly data: Float32Array;
}

export interface GenerateResult extends RunResult {
  /** Best first, where the method is `beam`; the score is a log-probability over the penalty. */
  readonly beams?: readonly { readonly text: string; readonly score: number }[];
  /** Over the whole text, with the reading of the prompt. */
  readonly tokensPerSecond: number;
  /** Whether keys and values of earlier places were kept, and not computed anew for each token. */
  readonly cached: boolean;
  /** Why not, in a sentence; null where they were. */
  readonly uncachedBecause: string | null;
}

export interface TrainRequest {
  readonly document: GraphDocument;
  readonly experiment: Experiment;
  /** Goes on from the weights and optimiser state that the slot holds; otherwise starts from the seed. */
  readonly resume: boolean;
  /**
   * A named set of weights with its training; `main` where absent. Trainings in different slots go on
   * side by side, a step of each in turn; one in the same slot ends the one before it.
   */
  readonly slot?: string;
  /** Goes on from this instead, as if the training that it was taken of had never been interrupted. */
  readonly checkpoint?: Checkpoint;
}

/** At most four a second of each training. */
export type TrainEvent =
  | { readonly kind: 'compiling' }
  | { readonly kind: 'loading-data'; readonly progress?: LoadProgress }
  | {
      readonly kind: 'progress';
      readonly step: number;
      /** Where the training ends; under a budget of time, as far as is known now. */
      readonly steps: number;
      /** Since the last event, one entry a step. */
      readonly points: readonly TrainPoint[];
      /** By the clock, the turns of other trainings included. */
      readonly secondsLeft: number | null;
      /** Of its own time. */
      readonly examplesPerSecond: number;
      /** Milliseconds that a step takes by itself: the median of the last ones. */
      readonly stepMs: number;
    }
  | {
      readonly kind: 'validation';
      readonly step: number;
      readonly loss: number;
      readonly metric: Metric | null;
      /** Better than all before. */
      readonly best: boolean;
    }
  | { readonly kind: 'paused'; readonly step: number }
  | { readonly kind: 'testing'; readonly done: number; readonly total: number };

export interface TrainPoint {
  readonly step: number;
  readonly loss: number;
  readonly accuracy: number | null;
  /** Length of the gradient over all weights, before it is clipped; null where it was not measured. */
  readonly gradientNorm: number | null;
  /** Of this step; absent in trainings that were kept before it was told. */
  readonly learningRate?: number;
  /** Of training so far, this step included; pauses, tests and the turns of others left out. */
  readonly seconds: number;
}

export interface TrainSummary {
  readonly steps: number;
  readonly stopped: boolean;
  /** Of the last step. */
  readonly loss: number;
  /** Over the whole test set, with the weights that are kept; null where it was not tried. */
  readonly test: { readonly metric: Metric; readonly examples: number } | null;
  /** The best validation; null where there was none. */
  readonly best: { readonly step: number; readonly metric: Metric } | null;
  /** The step whose weights are kept: that of `best` where the experiment says so, or the last. */
  readonly weightsOf: number;
  /** Of training alone, from the first step on. */
  readonly seconds: number;
  /** Milliseconds of a step by itself, the median of the last ones. */
  readonly stepMs: number;
  /** Floating-point operations of a step. */
  readonly stepFlops: number;
  /** Most memory that a step holds at once. */
  readonly peakBytes: number;
  readonly parameters: number;
  readonly backend: BackendName;
}

/** The best validation of a training. Metrics of another data set are not compared with it. */
export interface BestValidation {
  readonly step: number;
  readonly metric: Metric;
  readonly dataset: string;
  /** Its weights, where the experiment keeps them. */
  readonly tensors?: Checkpoint['tensors'];
}

/** Under a budget of time: where the course of the learning rate began. */
export interface TimedCourse {
  readonly step: number;
  readonly seconds: number;
  /** Seconds of training when its warm-up was over; absent before that. */
  readonly warm?: number;
}

/** Weights, buffers and optimiser state by name, with the training step they belong to. */
export interface Checkpoint {
  readonly step: number;
  readonly seed: number;
  /** The step at which the optimiser that holds the slots began; 0 where absent. */
  readonly slotsFrom?: number;
  /** Name of the file that weights were loaded from before the first step. */
  readonly source?: string;
  /** Of training so far; 0 where absent. */
  readonly seconds?: number;
  readonly course?: TimedCourse;
  /** The step that the weights are of, where they are not those of the last. */
  readonly weightsOf?: number;
  readonly best?: BestValidation;
  readonly tensors: Readonly<
    Record<string, { readonly shape: readonly number[]; readonly data: Float32Array }>
  >;
}

export interface LoadOptions {
  /** Id of a convention; by default the one that explains most of the file. */
  readonly convention?: string;
  /** What the weights are called afterwards: the file's name. */
  readonly source?: string;
  /** Takes what fits and leaves the rest as it is; otherwise all weights must be there and fit. */
  readonly partial?: boolean;
}

export interface LoadedFile {
  readonly report: WeightReport;
  /** The weights from before are still there: see `undoLoad`. */
  readonly undoable: boolean;
}

/** A way to name the weights of a graph in a file. */
export interface WeightNaming {
  readonly id: string;
  /** As shown: "timm, Vision Transformer". */
  readonly title: string;
}

/** What a tokenizer knows. */
export interface TokenizerReport {
  /** Text by id, with its spaces. */
  readonly pieces: readonly string[];
  /** Byte-pair encoding: pairs of pieces that became one, in the order in which they were learned. */
  readonly merges: readonly (readonly [string, string])[];
  /** In the text that it was learned from; 1 where it was not learned. */
  readonly charactersPerToken: number;
  /** By id: how often it is in the text that it was learned from; empty where it was not learned. */
  readonly counts: readonly number[];
}

/** What is known of a data set once it is loaded. */
export interface DatasetReport {
  /** Examples. */
  readonly sizes: { readonly train: number; readonly validation: number; readonly test: number };
  /** What is otherwise than a user expects, in sentences. */
  readonly notes: readonly string[];
  /** Whether `baselines` has an answer. */
  readonly hasBaselines: boolean;
}

/** One token of a text. */
export interface TextPiece {
  readonly id: number;
  readonly text: string;
}

export interface MemoryReport {
  readonly tensors: number;
  readonly bytes: number;
}

/**
 * What the worker answers. Expected failures are data; anything thrown is a bug or a dead worker.
 * A `slot` that is not named is `main`, save for `stop` and `reset`, which then mean all.
 */
export interface RuntimeApi extends ImportApi {
  start(options: StartOptions): Promise<Result<BackendReport>>;
  run(request: RunRequest): Promise<Result<RunResult>>;
  /**
   * Writes a text, and tells each token: `onEvents` is called at most 20 times a second, with what came
   * since. Ends at the end token, after `maxTokens`, at `stop` and after 20 s; a graph that only goes on
   * with what it wrote drops the first half of a full text. Where a training changes the weights, it waits
   * meanwhile, for 3 s at most: the text is that of one step.
   */
  generate(
    request: GenerateRequest,
    onEvents: (events: readonly GenerateEvent[]) => void,
  ): Promise<Result<GenerateResult>>;
  train(request: TrainRequest, onEvent: (event: TrainEvent) => void): Promise<Result<TrainSummary>>;
  /**
   * Looks into what a slot learned. All that is told is of the weights as they are when it begins: a
   * training goes on meanwhile, in the same slot, too, and neither changes a digit of the other. Another
   * examination of a slot ends the one before it.
   */
  examine(
    request: ExamineRequest,
    onEvent: (event: ExamineEvent) => void,
  ): Promise<Result<Examination>>;
  /** Ends the examination of a slot with `run/stopped`; all where none is named. */
  endExamination(slot?: string): Promise<void>;
  /** Takes effect after the step under way. */
  pause(slot?: string): Promise<void>;
  resume(slot?: string): Promise<void>;
  /** Ends the training of a slot, and a run with its weights; all where none is named. What was learned stays. */
  stop(slot?: string): Promise<void>;
  /** Null when there are no weights yet. */
  checkpoint(slot?: string): Promise<Checkpoint | null>;
  /** Weights whose name and shape fit the next graph that is run or trained are used; the others start anew. */
  restore(checkpoint: Checkpoint, slot?: string): Promise<void>;
  /** Compares a safetensors file with a graph; nothing is replaced. */
  inspectWeights(document: GraphDocument, file: Blob): Promise<Result<WeightReport>>;
  /**
   * Replaces the weights of a graph by those of a safetensors file, at step 0 and with fresh
   * optimiser state. All that is needed is read before anything is replaced.
   */
  loadWeights(
    document: GraphDocument,
    file: Blob,
    options?: LoadOptions,
  ): Promise<Result<LoadedFile>>;
  /** The weights from before the last `loadWeights`; false where they are no longer there. */
  undoLoad(): Promise<boolean>;
  /** In which names the weights of a graph can be saved, the usual one first. */
  weightNamings(document: GraphDocument): Promise<Result<readonly WeightNaming[]>>;
  /** The weights of a graph as a safetensors file in the names of a convention. */
  saveWeights(document: GraphDocument, convention: string): Promise<Result<Blob>>;
  /** Ends the training of a slot and forgets its weights; all where none is named. */
  reset(slot?: string): Promise<void>;
  memory(): Promise<MemoryReport>;
  /**
   * A picture or text of the test set, for the picker: [height, width, channels] in 0..1. `needs` are
   * those of the graph, where what the data set gives depends on it.
   */
  sample(
    dataset: string,
    index: number,
    needs?: readonly InputNeed[],
  ): Promise<Result<SeenInput & { readonly label: string }>>;
  /** Loads a data set, as a graph with these needs asks for it, and tells of it. */
  describe(
    dataset: string,
    needs: readonly InputNeed[],
    onProgress: (progress: LoadProgress) => void,
  ): Promise<Result<DatasetReport>>;
  /** How good something simple is on its test set; takes a few seconds the first time. */
  baselines(dataset: string, needs: readonly InputNeed[]): Promise<Result<readonly Baseline[]>>;
  /** What a tokenizer knows; one that is learned is learned from that data set. */
  tokenizer(dataset: string, id: string, vocabulary: number): Promise<Result<TokenizerReport>>;
  /** How it cuts a text. */
  tokenize(
    dataset: string,
    id: string,
    vocabulary: number,
    text: string,
  ): Promise<Result<readonly TextPiece[]>>;
  dispose(): Promise<void>;
}

/** Posted by the worker beside its answers: tells a slow worker from a dead one. */
export interface Heartbeat {
  readonly kind: 'heartbeat';
  /** How long the worker may be silent from now on, because a step blocks it. */
  readonly allowanceMs: number;
  /** The backend failed for good: a fresh worker is needed. */
  readonly broken: boolean;
}
