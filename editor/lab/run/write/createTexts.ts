/** Has texts written: one that is asked for, told as it goes, and short ones while a training goes on. */
import type { StoreApi } from 'zustand/vanilla';
import type {
  GenerateResult,
  GraphDocument,
  InputData,
  Result,
  RunRequest,
  RuntimeClient,
} from '../../../../runtime/index';
import { analysisOf } from '../../../store/selectors';
import type { LabState } from '../../labState';
import { gatherInputs } from '../gatherInputs';
import { findInputs } from '../graphInputs';
import type { InputChoice } from '../inputChoice';
import { briefly, decodingOf } from './decoding';
import { findWriting, setsTasks, usualPrompt, type Writing } from './findWriting';
import { withEvents } from './writtenText';

/** A text that was written during a training. */
export interface TrainingText {
  /** Of the weights that wrote it. */
  readonly step: number;
  readonly text: string;
  /** The right answer, where it is known. */
  readonly expected: string | null;
}

/** So many of the last ones are kept. */
const KEPT = 6;

interface Options {
  readonly runtime: RuntimeClient;
  readonly lab: StoreApi<LabState>;
  /** Grows when another graph is shown. */
  readonly epoch: () => number;
}

export function createTexts({ runtime, lab, epoch }: Options) {
  const set = (part: Partial<LabState>) => lab.setState(part);
  let sampling = false;
  /** Asked for while one was being written: the newest weights are to have theirs. */
  let waiting: GraphDocument | null = null;

  /** False where none was written. */
  async function sampleOnce(graph: GraphDocument): Promise<boolean> {
    const { writing: settings, inputs: chosen } = lab.getState();
    const analysis = analysisOf(graph);
    const writing = findWriting(graph, analysis);
    if (!settings.samples || !writing) return false;
    const now = epoch();
    const inputs = sampledInputs(graph, writing, chosen);
    const gathered = gatherInputs(graph, findInputs(graph, analysis), inputs);
    if (gathered.missing !== null) return false;
    const decoding = briefly(decodingOf(settings, writing));
    const data = { ...gathered.data, ...promptOf(graph, writing, chosen) };
    const request = { document: graph, inputs: data, taps: [], decoding };
    const result = await runtime.generate(request, () => {});
    // What failed is told by the training itself, or was stopped with it.
    if (epoch() !== now || !result.ok) return false;
    const { outputs, expected, trainedSteps } = result.value;
    const output = outputs.find(({ kind }) => kind === 'tokens');
    if (output?.kind !== 'tokens') return false;
    const text = { step: trainedSteps, text: output.text, expected };
    const before = lab.getState().trainingTexts.filter((known) => known.step < trainedSteps);
    set({ trainingTexts: [...before, text].slice(-KEPT) });
    return true;
  }

  return {
    /** As a run, written with the settings of this user. */
    async write(request: RunRequest, writing: Writing): Promise<Result<GenerateResult>> {
      const now = epoch();
      const decoding = decodingOf(lab.getState().writing, writing);
      set({ written: { method: decoding.method, prompt: [], tokens: [], result: null } });
      const result = await runtime.generate({ ...request, decoding }, (events) => {
        const { written } = lab.getState();
        if (epoch() === now && written) set({ written: withEvents(written, events) });
      });
      const { written } = lab.getState();
      if (epoch() === now && result.ok && written) {
        set({ written: { ...written, result: result.value } });
      }
      return result;
    },
    /** A short text by the weights of a training under way, where the user wants one; one at a time. */
    async sample(graph: GraphDocument): Promise<void> {
      waiting = graph;
      if (sampling) return;
      sampling = true;
      try {
        while (waiting) {
          const next: GraphDocument = waiting;
          waiting = null;
          if (!(await sampleOnce(next))) waiting = null;
        }
      } finally {
        sampling = false;
      }
    },
  };
}

/** Where the text of a graph begins, by the path of its input; nothing where it begins by itself. */
export function promptOf(
  graph: GraphDocument,
  { input, reads }: Writing,
  chosen: Readonly<Record<string, InputChoice>>,
): Readonly<Record<string, InputData>> {
  if (reads) return {};
  const choice = chosen[input.path] ?? usualPrompt(graph);
  if (choice.kind === 'text') return { [input.path]: { kind: 'text', text: choice.text } };
  // An example that was chosen of other data has no task to begin with.
  const index = choice.kind === 'sample' && setsTasks(graph) ? choice.index : null;
  return index === null ? {} : { [input.path]: { kind: 'sample', index } };
}

/** Of the data that is trained on, where nothing was chosen: then the right answer is known. */
function sampledInputs(
  graph: GraphDocument,
  { reads }: Writing,
  chosen: Readonly<Record<string, InputChoice>>,
): Readonly<Record<string, InputChoice>> {
  if (!reads || !graph.experiment) return chosen;
  const paths = findInputs(graph, analysisOf(graph)).flatMap((input) =>
    input.kind === 'text' && !chosen[input.path] ? [input.path] : [],
  );
  const first = Object.fromEntries(paths.map((path) => [path, { kind: 'sample', index: 0 }]));
  return { ...chosen, ...(first as Record<string, InputChoice>) };
}
