/** Hides random tokens of a text behind a mask token. Devlin et al. 2019, section 3.1, task 1. */
import { choice, defineBlock, flag, float, int } from '../../define';
import { setParamFixes } from '../../shared/divisors';
import { falseMask } from '../../shared/masks';
import { devlin2019 } from '../../shared/papers';
import type { BlockBuilder } from '../../types';

export default defineBlock({
  id: 'mask-tokens',
  title: 'Mask tokens',
  family: 'inputs',
  icon: 'EyeOff',
  advanced: true,
  docs: {
    summary:
      'In training, picks a random share of the tokens to be guessed and hides them behind the mask token. Of those picked, BERT leaves a tenth as they are and swaps a tenth for any token, so that none can be trusted.',
    alsoCalled: ['BERT masking'],
    formula: String.raw`y_t = \begin{cases} \mathrm{[MASK]} & u_t < 0.8\,p \\ \text{a random token} & 0.8\,p \le u_t < 0.9\,p \\ x_t & \text{otherwise} \end{cases}, \quad u_t \sim U(0, 1)`,
    paper: { ...devlin2019, where: 'section 3.1, task 1' },
    pytorch: 'transformers.DataCollatorForLanguageModeling(tokenizer, mlm_probability=0.15)',
    keras: 'keras_hub.layers.MaskedLMMaskGenerator(vocabulary, rate, length, mask_id)',
  },
  inputs: { tokens: { axes: 'batch tokens', dtype: 'int32' } },
  outputs: {
    tokens: { axes: 'batch tokens', dtype: 'int32', label: 'masked' },
    mask: {
      axes: 'batch tokens',
      dtype: 'bool',
      doc: 'True for tokens that were picked: those to be guessed.',
    },
  },
  params: {
    rate: float({
      label: 'Picked share',
      default: 0.15,
      min: 0,
      max: 1,
      symbol: 'p',
    }),
    mask_id: int({
      label: 'Id of the mask token',
      doc: 'One that stands for no text: the last one, where the tokenizer is learned from the data.',
      default: 13,
      min: 0,
      max: 262143,
    }),
    vocabulary: int({
      label: 'Vocabulary',
      doc: 'How many different tokens there are, with the mask token.',
      default: 14,
      min: 2,
      max: 262144,
      symbol: 'V',
      unit: 'tokens',
    }),
    first: int({
      label: 'First id of content',
      doc: 'Ids below it, such as padding, start and end, are never picked.',
      default: 3,
      min: 0,
      max: 262143,
    }),
    replace: choice({
      label: 'Picked tokens become',
      default: 'bert',
      choices: { bert: 'As in BERT: 80 % mask, 10 % random, 10 % kept', mask: 'Always the mask' },
    }),
    always: flag({
      label: 'Also outside training',
      doc: 'To see what the network makes of a masked text.',
      default: false,
    }),
  },
  examples: [
    {
      inputs: { tokens: [2, 5] },
      outputs: { tokens: [2, 5], mask: [2, 5] },
      parameters: 0,
    },
    {
      params: { rate: 0.5, always: true, first: 0 },
      inputs: { tokens: [3, 7] },
      outputs: { tokens: [3, 7], mask: [3, 7] },
      parameters: 0,
    },
    {
      params: { replace: 'mask', always: true, first: 0 },
      inputs: { tokens: [1, 4] },
      outputs: { tokens: [1, 4], mask: [1, 4] },
      parameters: 0,
    },
  ],
  build: (b, { tokens }, { rate, mask_id, vocabulary, first, replace, always }) => {
    checkIds(b, mask_id, vocabulary, first);
    const { shape } = tokens;
    if (!b.scored && !always) return { tokens, mask: falseMask(b, shape) };
    // One draw decides both: given that it is below p, it is uniform below p.
    const draw = b.randomUniform([], { shape, key: 'pick' });
    const below = (share: number) => b.greater([b.scalar(share * rate), draw]);
    const mask = b.logicalAnd([below(1), b.greaterEqual([tokens, whole(b, first)])]);
    const changed = (share: number) => b.logicalAnd([mask, below(share)]);
    const hidden = whole(b, mask_id);
    if (replace === 'mask') return { tokens: b.where([mask, hidden, tokens]), mask };
    const other = b.randomUniform([], { shape, key: 'replace' });
    const steps = b.floor([b.scale([other], { factor: vocabulary - first })]);
    const random = b.cast([b.shift([steps], { amount: first })], { dtype: 'int32' });
    const swapped = b.where([changed(0.9), random, tokens]);
    return { tokens: b.where([changed(0.8), hidden, swapped]), mask };
  },
});

const whole = (b: BlockBuilder, value: number) =>
  b.constant(`whole ${value}`, { shape: [], dtype: 'int32' }, () => Int32Array.of(value));

function checkIds(b: BlockBuilder, maskId: number, vocabulary: number, first: number): void {
  if (maskId >= vocabulary) {
    b.fail('param/invalid', `The mask token ${maskId} is not among the ${vocabulary} tokens.`, {
      param: 'mask_id',
      hint: 'Ids count from 0, so the largest is one less than the vocabulary.',
      short: `mask ${maskId} of ${vocabulary}`,
      fixes: setParamFixes('mask_id', 'mask id', [vocabulary - 1]),
    });
  }
  if (first >= vocabulary) {
    b.fail('param/invalid', `No content is left: it would begin at ${first} of ${vocabulary}.`, {
      param: 'first',
      short: `from ${first} of ${vocabulary}`,
      fixes: setParamFixes('first', 'first id', [vocabulary - 1]),
    });
  }
}
