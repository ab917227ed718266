/** The base model of Vaswani et al. 2017, table 3. */
import { transformer } from './graphs/transformer';
import type { Preset } from './types';

export const preset: Preset = {
  id: 'transformer-base',
  title: 'Transformer (base)',
  group: 'language',
  small: false,
  paper: 'Vaswani et al., Attention Is All You Need',
  year: 2017,
  note: 'The first Transformer: an encoder reads one language, a decoder writes another. The paper says 65 million parameters and a shared vocabulary of about 37,000 tokens, and the two do not fit together: with 37,000 the same network has 63.1 million. Set the vocabulary to 41,000, and the sizes in its table 3 come out.',
  expected: {
    params: 63_082_496,
    macs: 8_363_966_464,
    output: { 'logits.logits': [1, 128, 37000] },
  },
  document: {
    format: 'patchbay',
    version: 2,
    title: 'Transformer (base)',
    hyperparameters: [
      { name: 'd_model', value: 512, label: 'width of every token', min: 1, max: 4096 },
      { name: 'heads', value: 8, label: 'attention heads', min: 1, max: 64 },
      { name: 'layers', value: 6, label: 'layers in each stack', min: 1, max: 48 },
      { name: 'd_ff', value: 2048, label: 'inner width of feed-forward', min: 1, max: 16384 },
      { name: 'vocabulary', value: 37000, label: 'different tokens', min: 4, max: 262144 },
      { name: 'tokens', value: 128, label: 'tokens in a sequence', min: 1, max: 4096 },
      { name: 'p_drop', value: 0.1, label: 'dropout in training', min: 0, max: 0.9 },
    ],
    ...transformer({ tokenizer: 'words', smoothing: 0.1 }),
    definitions: {},
  },
};
