/** The next token at each place and how likely it is: what a language model answers. */
import { choice, defineBlock } from '../../define';
import { vaswani2017 } from '../../shared/papers';

export default defineBlock({
  id: 'token-output',
  title: 'Token output',
  family: 'heads',
  icon: 'MessageSquareText',
  docs: {
    summary:
      'Turns the scores of each place into probabilities of the next token. This is what the network answers: it is shown after a run.',
    formula: String.raw`p_{tv} = \frac{e^{z_{tv}}}{\sum_u e^{z_{tu}}}`,
    paper: { ...vaswani2017, where: 'section 3.4' },
    pytorch: 'logits.softmax(-1)',
    keras: 'keras.ops.softmax(logits)',
  },
  inputs: {
    logits: { axes: 'batch tokens vocabulary', doc: 'One score for each token of the vocabulary.' },
  },
  outputs: { probabilities: { axes: 'batch tokens vocabulary' } },
  params: {
    tokenizer: choice({
      label: 'Tokenizer',
      doc: 'How ids are turned back into a text.',
      default: 'digits',
      choices: {
        digits: 'Digits',
        symbols: 'Signs: digits, letters, brackets',
        characters: 'Characters of the data',
        bpe: 'Pieces of words, learned from the data',
        words: 'Words',
      },
    }),
  },
  examples: [
    { inputs: { logits: [2, 3, 13] }, outputs: { probabilities: [2, 3, 13] }, parameters: 0 },
  ],
  build: (b, { logits }, { tokenizer }) => {
    b.output('tokens', logits, 'tokens', tokenizer);
    return { probabilities: b.softmax([logits]) };
  },
});
