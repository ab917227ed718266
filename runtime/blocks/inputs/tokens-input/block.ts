/** A sequence of token ids: a text that someone types, or one that the network writes itself. */
import { choice, defineBlock } from '../../define';
import { tokensParam, vocabularyParam } from '../../shared/inputParams';
import { vaswani2017 } from '../../shared/papers';

export default defineBlock({
  id: 'tokens-input',
  title: 'Tokens',
  family: 'inputs',
  icon: 'CaseSensitive',
  docs: {
    summary:
      'A text as a row of whole numbers, one for each token. A shorter text is filled up with the padding token.',
    formula: String.raw`t \in \{0, \dots, V - 1\}^{T}`,
    paper: { ...vaswani2017, where: 'section 5.1' },
    pytorch: 'tokens = torch.randint(vocabulary, (batch, tokens))',
    keras: "keras.Input((tokens,), dtype='int32')",
  },
  inputs: {},
  outputs: {
    tokens: { axes: 'batch tokens', dtype: 'int32', doc: 'Ids from 0 to vocabulary - 1.' },
  },
  params: {
    tokens: tokensParam,
    vocabulary: vocabularyParam,
    tokenizer: choice({
      label: 'Tokenizer',
      doc: 'How a text is cut into tokens.',
      default: 'digits',
      choices: {
        digits: 'Digits',
        symbols: 'Signs: digits, letters, brackets',
        characters: 'Characters of the data',
        bpe: 'Pieces of words, learned from the data',
        words: 'Words',
        'use-lite': 'Pieces of words, of the Universal Sentence Encoder',
      },
    }),
    feed: choice({
      label: 'Comes from',
      doc: 'What is typed, or what the network has written so far, shifted right by one.',
      default: 'typed',
      choices: { typed: 'Typed text', generated: 'Written so far' },
    }),
  },
  examples: [
    { inputs: {}, outputs: { tokens: [1, 8] }, parameters: 0 },
    {
      params: { tokens: 128, vocabulary: 37000, tokenizer: 'words', feed: 'generated' },
      inputs: {},
      outputs: { tokens: [1, 128] },
      parameters: 0,
    },
  ],
  build: (b, _inputs, { tokens, vocabulary, tokenizer, feed }) => ({
    tokens: b.input([b.batch, tokens], 'int32', {
      role: feed === 'typed' ? 'tokens' : 'generated-tokens',
      field: feed === 'typed' ? 'source' : 'decoderInput',
      vocabulary,
      tokenizer,
      params: ['tokens', 'vocabulary', 'tokenizer'],
    }),
  }),
});
