/** What of a trained graph can be looked into, told by its outputs and by what its data is for. */
import type { Program, ProgramOutput } from '../ops/program';
import { type InputLeaf, inputLeaves } from './inputNeeds';

/** See the examination of the same name in `examinations.ts`. */
export type ExamineWhat =
  | 'classes'
  | 'histograms'
  | 'language'
  | 'translation'
  | 'sequences'
  | 'boxes';

/** The output that a graph answers with: classes, or tokens. */
export function answerOutput({ outputs }: Program): ProgramOutput | undefined {
  return outputs.find(({ kind }) => kind === 'classes' || kind === 'tokens');
}

/** The right answers to an output: one id for each of its rows. `program` is one with a loss. */
export function answerLabels(program: Program, places: number): InputLeaf | undefined {
  return inputLeaves(program).find(({ spec, value }) => {
    const { shape, dtype } = program.types[value];
    return spec.role === 'labels' && dtype === 'int32' && shape.length === places;
  });
}

/** The text that a graph writes itself, token by token. */
export function generatedInput(program: Program): InputLeaf | undefined {
  return inputLeaves(program).find(({ spec }) => spec.role === 'generated-tokens');
}

/**
 * `program` has the graph's outputs and its loss; `task` is that of its data, see `Task` of the data
 * sets. Without a loss there is no right answer, and nothing.
 */
export function examinable(program: Program, task: string | undefined): readonly ExamineWhat[] {
  const found: ExamineWhat[] = [];
  if (!program.outputs.some(({ kind }) => kind === 'loss')) return found;
  const answers = whatAnswers(program, task);
  if (answers) found.push(answers);
  if (program.outputs.some(({ kind }) => kind === 'boxes')) found.push('boxes');
  const learns = program.leaves.some((leaf) => leaf.kind === 'weight' && leaf.trainable);
  if (learns) found.push('histograms');
  return found;
}

function whatAnswers(program: Program, task: string | undefined): ExamineWhat | null {
  const output = answerOutput(program);
  if (!output || !answerLabels(program, program.types[output.value].shape.length - 1)) return null;
  if (output.kind === 'classes') return 'classes';
  const generated = generatedInput(program);
  if (!generated) {
    // Tokens that were hidden are not a text that is written.
    return task === 'transform' ? 'sequences' : null;
  }
  const reads = inputLeaves(program).some(
    ({ name, spec }) => name !== generated.name && spec.role !== 'labels',
  );
  if (task === 'transform') return 'sequences';
  return task === 'translate' && reads ? 'translation' : 'language';
}
