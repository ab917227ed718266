/** A score for every token, after one more layer of its own: BERT's head. Devlin et al. 2019. */
import { choice, defineBlock, float, int } from '../../define';
import { activate, feedForwardActivations } from '../../shared/activations';
import { layerNorm } from '../../shared/layerNorm';
import { affine, linear } from '../../shared/linear';
import { devlin2019 } from '../../shared/papers';

export default defineBlock({
  id: 'lm-head',
  title: 'Masked language model head',
  family: 'heads',
  icon: 'WholeWord',
  advanced: true,
  docs: {
    summary:
      'Scores every token of the vocabulary at each place, after a layer of its own with a nonlinearity and a norm. Tied to the token embedding, both use one table.',
    formula: String.raw`z = \mathrm{LayerNorm}(\mathrm{GELU}(x W + b)) \, E^\top + b_V`,
    paper: { ...devlin2019, where: 'section 3.1, task 1, and get_masked_lm_output of the code' },
    pytorch: 'transformers.models.bert.modeling_bert.BertLMPredictionHead(config)(x)',
    keras: 'keras_hub.layers.MaskedLMHead(vocabulary)(x, mask_positions)',
  },
  inputs: { x: { axes: 'batch tokens d_model' } },
  outputs: { logits: { axes: 'batch tokens vocabulary' } },
  params: {
    vocabulary: int({
      label: 'Vocabulary',
      doc: 'How many different tokens there are.',
      default: 13,
      min: 2,
      max: 262144,
      symbol: 'V',
      unit: 'tokens',
    }),
    activation: choice({
      label: 'Activation',
      default: 'gelu',
      choices: feedForwardActivations,
    }),
    epsilon: float({
      label: 'Epsilon',
      doc: 'Added to the variance; 1e-12 in BERT.',
      default: 1e-12,
      min: 0,
      max: 1,
      symbol: 'ε',
    }),
  },
  examples: [
    {
      params: { vocabulary: 13 },
      inputs: { x: [2, 3, 8] },
      outputs: { logits: [2, 3, 13] },
      // 72 + 16 of the layer, 104 of the table, 13.
      parameters: 205,
    },
  ],
  build: (b, { x }, { vocabulary, activation, epsilon }) => {
    const width = x.shape[2];
    // As every kernel and table of BERT starts.
    const initializer = { kind: 'truncatedNormal', std: 0.02 } as const;
    const transformed = linear(b, x, 'transform', width, { bias: true, initializer });
    const inner = activate(b, transformed, activation);
    const normed = layerNorm(b, inner, epsilon, 'norm/');
    const table = b.weight('table', [vocabulary, width], initializer);
    const bias = b.weight('bias', [vocabulary], { kind: 'zeros' });
    return { logits: affine(b, normed, table, bias, true) };
  },
});
