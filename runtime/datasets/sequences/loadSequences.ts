/** A sequence task as a data set: its examples, laid out as the graph asks for them. */
import { createRandom, type Random } from '../../graph/random';
import { majorityBaseline } from '../baselines/majorityBaseline';
import { symbolIds } from '../symbols';
import { END, PAD, START } from '../tokenizer';
import type { ClassField, Dataset, DatasetInfo, FieldValues, InputNeed, Split } from '../types';
import { layOut, type TaskLayout, type TaskShape } from './fields';
import { type Part, splitOf } from './splitOf';

/** Both in signs of `SYMBOLS`. */
export interface Example {
  readonly question: string;
  readonly answer: string;
}

/** Example `index` of a part, always the same. */
export type ExampleOf = (part: Part, index: number) => Example;

export interface TaskModule {
  /** One of a size, drawn; of which part it is does not matter. */
  readonly draw: (random: Random, size: number, index: number) => Example;
  /** Those of a size that are drawn in another way; null for other sizes. */
  readonly drawAll?: (size: number, counts: Readonly<Record<Part, number>>) => ExampleOf | null;
}

/** A question of the part that is asked for is found long before. */
const MOST_DRAWS = 100_000;

export function loadSequences(
  info: DatasetInfo,
  shape: TaskShape,
  needs: readonly InputNeed[],
  task: TaskModule,
): Dataset {
  const layout = layOut(shape, needs);
  const { fields, size, framing } = layout;
  const counts = info.sizes as Readonly<Record<Part, number>>;
  const exampleOf = task.drawAll?.(size, counts) ?? drawnBy(task.draw, info.id, size);
  const split = (part: Part): Split => ({
    size: counts[part],
    batch: (indices) =>
      rows(
        indices.map((index) => exampleOf(part, index)),
        shape,
        layout,
      ),
  });
  const train = split('train');
  const test = split('test');
  return {
    id: info.id,
    title: info.title,
    fields,
    train,
    validation: split('validation'),
    test,
    ...(framing === 'class' && {
      baselines: (pause) => majorityBaseline(train, test, fields.label as ClassField, pause),
    }),
  };
}

/** Each is drawn from its number alone, again and again until its question is of its part. */
function drawnBy(
  draw: (random: Random, size: number, index: number) => Example,
  id: string,
  size: number,
): ExampleOf {
  const seed = createRandom(id).fork(String(size));
  return (part, index) => {
    const random = seed.fork(part).fork(String(index));
    for (let attempt = 0; attempt < MOST_DRAWS; attempt++) {
      const example = draw(random, size, index);
      if (splitOf(example.question) === part) return example;
    }
    throw new RangeError(`no example of size ${size} of ${id} is for ${part}`);
  };
}

/**
 *     pair       source        q1 .. qn END       decoderInput  START a1 .. am
 *                                                 target        a1 .. am END
 *     continued  decoderInput  q1 .. qn : a1 .. am
 *                target        PAD ..  PAD a1 .. am END     (what is to be written only)
 *     aligned    source        q1 .. qn END       target        a1 .. an END
 *     class      source        q1 .. qn END       label         a1
 *
 * All are filled up with PAD.
 */
function rows(
  examples: readonly Example[],
  { mark }: TaskShape,
  { framing, fields }: TaskLayout,
): Record<string, FieldValues> {
  const values: Record<string, Int32Array> = {};
  for (const [name, field] of Object.entries(fields)) {
    const width = field.kind === 'tokens' ? field.length : 1;
    values[name] = new Int32Array(examples.length * width).fill(PAD);
  }
  examples.forEach(({ question, answer }, row) => {
    const put = (name: string, ids: readonly number[], from = 0) => {
      values[name]?.set(ids, (row * values[name].length) / examples.length + from);
    };
    const asked = symbolIds(question);
    const answered = symbolIds(answer);
    if (framing === 'continued') {
      const before = [...asked, ...symbolIds(mark)];
      put('decoderInput', [...before, ...answered]);
      put('target', [...answered, END], before.length - 1);
    } else {
      put('source', [...asked, END]);
      put('decoderInput', [START, ...answered]);
      put('target', [...answered, END]);
      put('label', [Number(answer)]);
    }
  });
  return values;
}
