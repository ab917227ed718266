/** What several values can be tried of: values of the graph, settings of its training, a block. */

import {
  type Experiment,
  type GraphDocument,
  type ParamValue,
  resolveBlock,
} from '../../runtime/index';
import type { Level } from '../commands/command';
import { levelAt, own } from '../commands/levels';
import type { SweepTarget, SweepValue } from '../commands/sweep';
import { budgetFields } from '../lab/train/budget';
import {
  mainFields,
  optimizerFields,
  optimizerTitles,
  scheduleTitles,
} from '../lab/train/experiments';
import { formatNumber } from '../ui/format';
import { withinSentence } from './changeWords';
import { settingText, settingTitles } from './settingTitles';
import { isNumber } from './side';

export interface SweepThing {
  /** Unique among all. */
  readonly key: string;
  readonly label: string;
  readonly target: SweepTarget;
  /** Within the title of a variant: "heads". */
  readonly name: string;
  /** What it is now. */
  readonly now: string;
  readonly range:
    | {
        readonly kind: 'numbers';
        readonly min: number;
        readonly max: number;
        readonly whole: boolean;
      }
    | { readonly kind: 'choices'; readonly choices: readonly SweepValue[] };
}

export interface SweepGroup {
  readonly title: string;
  readonly things: readonly SweepThing[];
}

export interface SweepPlace {
  /** The variant that is copied, with how it is trained. */
  readonly document: GraphDocument;
  readonly experiment: Experiment;
  readonly level: Level;
  /** The block that is selected there. */
  readonly node: string | null;
}

/** Groups with at least one thing in each. */
export function sweepThings(place: SweepPlace): readonly SweepGroup[] {
  const { document, experiment } = place;
  const groups = [
    { title: 'Values of the graph', things: document.hyperparameters.map(hyperparameterThing) },
    { title: 'Training', things: settingThings(experiment) },
    ...blockGroup(place),
  ];
  return groups.filter(({ things }) => things.length > 0);
}

function hyperparameterThing({
  name,
  value,
  label,
  min = -1e9,
  max = 1e9,
}: GraphDocument['hyperparameters'][number]): SweepThing {
  return {
    key: `value ${name}`,
    label: label ? `${name}: ${label}` : name,
    target: { kind: 'hyperparameter', name },
    name,
    now: typeof value === 'number' ? formatNumber(value) : value,
    range: { kind: 'numbers', min, max, whole: false },
  };
}

function settingThings(experiment: Experiment): readonly SweepThing[] {
  const thing = (name: keyof Experiment, range: SweepThing['range']): SweepThing => ({
    key: `setting ${name}`,
    label: settingTitles[name].charAt(0).toUpperCase() + settingTitles[name].slice(1),
    target: { kind: 'setting', name },
    name: settingTitles[name],
    now: settingText(experiment, name),
    range,
  });
  const { weightDecay, clipNorm } = optimizerFields;
  const fields = [
    budgetFields.steps,
    ...mainFields.filter(({ key }) => key !== 'seed'),
    weightDecay,
    clipNorm,
  ];
  const choices = (titles: Readonly<Record<string, string>>): SweepThing['range'] => ({
    kind: 'choices',
    choices: Object.entries(titles).map(([value, title]) => ({ value, title })),
  });
  return [
    ...fields.map(({ key, min, max, whole }) => thing(key, { kind: 'numbers', min, max, whole })),
    thing('optimizer', choices(optimizerTitles)),
    thing('schedule', choices(scheduleTitles)),
  ];
}

function blockGroup({ document, level, node }: SweepPlace): readonly SweepGroup[] {
  const open = levelAt(document, level);
  const use = node !== null && open && open.kind !== 'builtin' && own(open.graph.nodes, node);
  const block = use && resolveBlock(use.block, document.definitions);
  if (!use || !block) return [];
  const things = Object.entries(block.params).map(([param, spec]): SweepThing => {
    const written: ParamValue = own(use.params, param) ?? spec.default;
    const choices: readonly SweepValue[] =
      spec.kind === 'choice'
        ? Object.entries(spec.choices).map(([value, title]) => ({ value, title }))
        : [
            { value: true, title: 'on' },
            { value: false, title: 'off' },
          ];
    const title = choices.find(({ value }) => value === written)?.title;
    return {
      key: `param ${param}`,
      label: spec.label,
      target: { kind: 'param', level, node: use.id, param },
      name: withinSentence(spec.label),
      now: title ?? (typeof written === 'number' ? formatNumber(written) : String(written)),
      range: isNumber(spec)
        ? { kind: 'numbers', min: spec.min, max: spec.max, whole: spec.kind === 'int' }
        : { kind: 'choices', choices },
    };
  });
  return [{ title: `Block: ${use.label ?? block.title}`, things }];
}

/** Numbers that were typed, each once; or what is wrong with one of them, in a sentence. */
export function readValues(
  thing: SweepThing,
  text: string,
): { readonly values: readonly SweepValue[]; readonly problem: string | null } {
  const { range } = thing;
  if (range.kind === 'choices') return { values: [], problem: null };
  const values: SweepValue[] = [];
  // Between semicolons a comma within digits is that of a decimal: "0,001; 0,01".
  const plain = text.includes(';') ? text.replace(/(\d),(?=\d)/g, '$1.') : text;
  for (const word of plain.split(/[\s,;]+/).filter((each) => each !== '')) {
    const value = Number(word);
    if (!Number.isFinite(value)) return { values: [], problem: `“${word}” is not a number.` };
    if (value < range.min || value > range.max || (range.whole && !Number.isInteger(value))) {
      const kind = range.whole ? 'a whole number' : 'a number';
      const [min, max] = [formatNumber(range.min), formatNumber(range.max)];
      return { values: [], problem: `${word} is not ${kind} from ${min} to ${max}.` };
    }
    if (values.some((known) => known.value === value)) continue;
    values.push({ value, title: `${thing.name} ${formatNumber(value)}` });
  }
  return { values, problem: null };
}

/** A choice as the value of a variant: "optimiser SGD". */
export function choiceValue(thing: SweepThing, { value, title }: SweepValue): SweepValue {
  return { value, title: `${thing.name} ${title}` };
}
