/** One token out of a sequence: the class token, in a ViT. */
import { defineBlock, int } from '../../define';
import { setParamFixes } from '../../shared/divisors';
import { dosovitskiy2021 } from '../../shared/papers';

export default defineBlock({
  id: 'take-token',
  title: 'Take a token',
  family: 'inputs',
  icon: 'Crosshair',
  docs: {
    summary:
      'Picks one token of the sequence and drops the others. Token 0 is the class token of a ViT.',
    formula: 'y = x_{index}',
    paper: { ...dosovitskiy2021, where: 'section 3.1, equation 4' },
    pytorch: 'x[:, index]',
    keras: 'x[:, index]',
  },
  inputs: { x: { axes: 'batch tokens d_model' } },
  outputs: { y: { axes: 'batch d_model' } },
  params: {
    index: int({ label: 'Token', doc: 'Counted from 0.', default: 0, min: 0, max: 4095 }),
  },
  examples: [
    { inputs: { x: [2, 5, 8] }, outputs: { y: [2, 8] }, parameters: 0 },
    { params: { index: 4 }, inputs: { x: [1, 5, 8] }, outputs: { y: [1, 8] }, parameters: 0 },
  ],
  build: (b, { x }, { index }) => {
    const [batch, tokens, width] = x.shape;
    if (index >= tokens) {
      b.fail(
        'shape/size',
        `There is no token ${index}: the sequence has ${tokens}, counted from 0.`,
        {
          param: 'index',
          short: `token ${index} of ${tokens}`,
          fixes: setParamFixes('index', 'token', [tokens - 1]),
        },
      );
    }
    const taken = b.slice([x], { begin: [0, index, 0], size: [batch, 1, width] });
    return { y: b.reshape([taken], { shape: [batch, width] }) };
  },
});
