/** A learned token in front of the others. Dosovitskiy et al. 2021, equation 1. */
import { defineBlock } from '../../define';
import { dosovitskiy2021 } from '../../shared/papers';
import { visionStart } from '../../shared/starts';

export default defineBlock({
  id: 'class-token',
  title: 'Class token',
  family: 'inputs',
  icon: 'BookmarkPlus',
  docs: {
    summary:
      'Puts one learned token in front of the sequence. It gathers what the others know, and the class is read from it.',
    alsoCalled: ['CLS token', '[CLS]'],
    formula: String.raw`y = [x_{class}; \, x_1; \, \dots; \, x_N]`,
    paper: { ...dosovitskiy2021, where: 'section 3.1, equation 1' },
    pytorch: 'torch.cat([cls.expand(batch, 1, d_model), x], dim=1)',
    keras: 'keras.ops.concatenate([keras.ops.broadcast_to(cls, (batch, 1, d_model)), x], axis=1)',
  },
  inputs: { x: { axes: 'batch tokens d_model' } },
  outputs: { y: { axes: 'batch tokens d_model', doc: 'One token more, the class token first.' } },
  params: {},
  examples: [{ inputs: { x: [2, 4, 8] }, outputs: { y: [2, 5, 8] }, parameters: 8 }],
  build: (b, { x }) => {
    const [batch, , width] = x.shape;
    const token = b.weight('token', [1, 1, width], visionStart);
    return { y: b.concat([b.broadcastTo([token], { shape: [batch, 1, width] }), x], { axis: 1 }) };
  },
});
