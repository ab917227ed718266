/** Whether data fits the inputs of a graph, before anything is loaded; and what makes it fit. */
import type { Diagnostic, Fix, FixEdit } from '../graph/diagnostics';
import type { ParamValue } from '../graph/document';
import { type Adaptation, adaptFields, canConvertTo, pictureNeed } from './adaptPictures';
import { tokenizerMisfit } from './tokenizerMisfit';
import type {
  ClassField,
  Dataset,
  DatasetInfo,
  Field,
  ImageField,
  InputNeed,
  NumbersField,
  TokensField,
} from './types';

type Fields = Readonly<Record<string, Field>>;

/** What is asked of one input, and what there is. */
interface Meeting {
  readonly need: InputNeed;
  readonly title: string;
}

/** What does not fit, in the words after "This block", and what cures it. */
interface Misfit {
  readonly problem: string;
  readonly fixes: readonly Fix[];
}

/**
 * Everything about a data set that does not fit the inputs of a graph; empty where it fits, after what
 * the experiment allows to be done to its pictures. Each fix that is offered makes its input fit.
 * @param others data sets to offer where this one has nothing for an input
 */
export function checkFit(
  data: DatasetInfo | Dataset,
  needs: readonly InputNeed[],
  experiment: Adaptation,
  others: readonly DatasetInfo[] = [],
): Diagnostic[] {
  const { title } = data;
  const fields = fieldsOf(data, needs);
  const adapted = adaptFields(fields, needs, experiment);
  return needs.flatMap((need): Diagnostic[] => {
    const misfit = Object.hasOwn(fields, need.field)
      ? misfitOf({ need, title }, fields[need.field], adapted[need.field], needs)
      : lacking({ need, title }, fields, offerOther(others, needs, experiment));
    if (!misfit) return [];
    const { problem, fixes } = misfit;
    return [
      {
        code: 'train/data',
        severity: 'error',
        message: `This block ${problem}`,
        hint: 'Change the sizes of this block, or choose another data set.',
        at: { path: need.path },
        fixes,
      },
    ];
  });
}

function fieldsOf(data: DatasetInfo | Dataset, needs: readonly InputNeed[]): Fields {
  return typeof data.fields === 'function' ? data.fields(needs) : data.fields;
}

function misfitOf(
  meeting: Meeting,
  field: Field,
  adapted: Field,
  needs: readonly InputNeed[],
): Misfit | null {
  switch (field.kind) {
    case 'image': {
      const leads = pictureNeed(needs, meeting.need.field) === meeting.need;
      return adapted.kind === 'image' ? misfitOfPicture(meeting, field, adapted, leads) : null;
    }
    case 'numbers':
      return misfitOfNumbers(meeting, field);
    case 'tokens':
      return misfitOfTokens(meeting, field);
    case 'class':
      return misfitOfClass(meeting, field);
  }
}

/** `leads`: this is the input that pictures are made fit for. */
function misfitOfPicture(
  meeting: Meeting,
  field: ImageField,
  adapted: ImageField,
  leads: boolean,
): Misfit | null {
  const { need } = meeting;
  const given = [adapted.height, adapted.width, adapted.channels];
  if (sameSizes(need.shape, given)) return null;
  const [height, width, channels] = need.shape;
  const sizesDiffer = height !== adapted.height || width !== adapted.width;
  const coloursDiffer = channels !== adapted.channels;
  const fixes: Fix[] = [];
  if (leads && need.shape.length === 3 && (!coloursDiffer || canConvertTo(channels))) {
    const parts = [
      ...(sizesDiffer ? [`resize the pictures to ${height} x ${width}`] : []),
      ...(coloursDiffer
        ? [`turn ${sizesDiffer ? 'them' : 'the pictures'} into ${channels === 1 ? 'grey' : 'RGB'}`]
        : []),
    ];
    const part = {
      ...(sizesDiffer && { resizeImages: true }),
      ...(coloursDiffer && { convertChannels: true }),
    };
    fixes.push({ label: capital(list(parts)), edits: [{ kind: 'setExperiment', part }] });
  }
  const names = ['height', 'width', 'channels'];
  return {
    problem: takes(meeting, names, need.shape, [field.height, field.width, field.channels]),
    fixes: [
      ...fixes,
      ...changeBlock(need, names, given, `Change the block to ${given.join(' x ')}`),
    ],
  };
}

function misfitOfNumbers(meeting: Meeting, field: NumbersField): Misfit | null {
  const { need } = meeting;
  const names = need.axes ?? [];
  const alike = sameSizes(need.shape, field.shape);
  const classes = field.classes ?? 0;
  if (alike && !(need.vocabulary !== undefined && need.vocabulary < classes)) return null;
  if (alike) return tooFewClasses(meeting, classes);
  const sizes = field.shape.map((size, axis) => named(names[axis], size)).join(', ');
  const fixes =
    need.shape.length === field.shape.length
      ? changeBlock(need, names, field.shape, `Change the block to ${sizes}`)
      : [];
  return { problem: takes(meeting, names, need.shape, field.shape), fixes };
}

function misfitOfTokens(meeting: Meeting, field: TokensField): Misfit | null {
  const { need, title } = meeting;
  if (need.shape.length !== 1) {
    const problem = `takes ${sizesOf([], need.shape)}; ${title} has ${field.length} tokens.`;
    return { problem, fixes: [] };
  }
  const wrong: { readonly name: string; readonly asked: number; readonly given: number }[] = [];
  const { vocabulary } = need;
  if (need.shape[0] !== field.length) {
    wrong.push({ name: 'tokens', asked: need.shape[0], given: field.length });
  }
  if (vocabulary !== undefined && vocabulary < field.vocabulary) {
    wrong.push({ name: 'vocabulary', asked: vocabulary, given: field.vocabulary });
  }
  const cut = tokenizerMisfit(need.tokenizer, field);
  if (wrong.length === 0 && cut === null) return null;
  const values: Record<string, ParamValue> = Object.fromEntries(
    wrong.map(({ name, given }) => [name, given]),
  );
  if (cut !== null) values.tokenizer = field.tokenizer;
  const parts = Object.entries(values).map(([param, value]) => `${param} to ${value}`);
  return {
    problem:
      wrong.length === 0 && cut !== null
        ? cut
        : takes(
            meeting,
            wrong.map(({ name }) => name),
            wrong.map(({ asked }) => asked),
            wrong.map(({ given }) => given),
          ),
    fixes: setParams(need, values, `Set ${list(parts)}`),
  };
}

function misfitOfClass(meeting: Meeting, field: ClassField): Misfit | null {
  const { need, title } = meeting;
  if (need.shape.length > 0) {
    const problem = `takes ${sizesOf(need.axes ?? [], need.shape)}; ${title} has one class for each example.`;
    return { problem, fixes: [] };
  }
  if (need.vocabulary === undefined || need.vocabulary >= field.classes) return null;
  return tooFewClasses(meeting, field.classes);
}

function tooFewClasses({ need, title }: Meeting, classes: number): Misfit {
  return {
    problem: `knows ${need.vocabulary} classes; ${title} has ${classes}.`,
    fixes: setParams(need, { classes }, `Set classes to ${classes}`),
  };
}

function lacking({ need, title }: Meeting, fields: Fields, fixes: readonly Fix[]): Misfit {
  const names = Object.keys(fields).join(', ');
  return { problem: `asks for "${need.field}"; ${title} has ${names}.`, fixes };
}

/** The first data set that fits as it is and that every site has. */
function offerOther(
  others: readonly DatasetInfo[],
  needs: readonly InputNeed[],
  experiment: Adaptation,
): readonly Fix[] {
  const other = others.find(
    (info) => info.pack === undefined && checkFit(info, needs, experiment).length === 0,
  );
  if (!other) return [];
  return [
    {
      label: `Use ${other.title}`,
      edits: [{ kind: 'setExperiment', part: { dataset: other.id } }],
    },
  ];
}

/** Sets the parameters of an input that are named as its axes. */
function changeBlock(
  need: InputNeed,
  names: readonly string[],
  sizes: readonly number[],
  label: string,
): readonly Fix[] {
  const differing = sizes.flatMap((size, axis) => (size === need.shape[axis] ? [] : [axis]));
  if (differing.some((axis) => names[axis] === undefined)) return [];
  const values = Object.fromEntries(differing.map((axis) => [names[axis], sizes[axis]]));
  return setParams(need, values, label);
}

/** None where the block has no such parameters. */
function setParams(
  { path, params = [] }: InputNeed,
  values: Readonly<Record<string, ParamValue>>,
  label: string,
): readonly Fix[] {
  if (!Object.keys(values).every((param) => params.includes(param))) return [];
  const edits = Object.entries(values).map(
    ([param, value]): FixEdit => ({ kind: 'setParam', path, param, value }),
  );
  return [{ label, edits }];
}

/** "takes height 32, width 32, channels 3; Fashion-MNIST has 28, 28, 1." */
function takes(
  { title }: Meeting,
  names: readonly string[],
  asked: readonly number[],
  given: readonly number[],
): string {
  return `takes ${sizesOf(names, asked)}; ${title} has ${given.join(', ')}.`;
}

function sizesOf(names: readonly string[], sizes: readonly number[]): string {
  return sizes.map((size, axis) => named(names[axis], size)).join(', ');
}

function named(axis: string | undefined, size: number): string {
  return axis === undefined ? String(size) : `${axis} ${size}`;
}

function sameSizes(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}

/** "a, b and c". */
function list(parts: readonly string[]): string {
  return [parts.slice(0, -1).join(', '), ...parts.slice(-1)].filter(Boolean).join(' and ');
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
