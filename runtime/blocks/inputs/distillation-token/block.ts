/** A second learned token, after the class token. Touvron et al. 2021 (DeiT), section 4. */
import { defineBlock } from '../../define';
import { touvron2021 } from '../../shared/papers';
import { visionStart } from '../../shared/starts';

export default defineBlock({
  id: 'distillation-token',
  title: 'Distillation token',
  family: 'inputs',
  icon: 'BookmarkCheck',
  advanced: true,
  docs: {
    summary:
      'Puts a second learned token behind the class token. A teacher network answers through it: its output is trained to agree with what the teacher says, that of the class token with the labels.',
    formula: String.raw`y = [x_{class}; \, x_{distill}; \, x_1; \, \dots; \, x_N]`,
    paper: { ...touvron2021, where: 'section 4, figure 2' },
    pytorch: 'torch.cat([x[:, :1], dist.expand(batch, 1, d_model), x[:, 1:]], dim=1)',
    keras:
      'keras.ops.concatenate([x[:, :1], keras.ops.broadcast_to(dist, (batch, 1, d_model)), x[:, 1:]], axis=1)',
  },
  inputs: {
    x: { axes: 'batch tokens d_model', doc: 'A sequence with the class token in front.' },
  },
  outputs: { y: { axes: 'batch tokens d_model', doc: 'One token more, at place 1.' } },
  params: {},
  examples: [
    { inputs: { x: [2, 5, 8] }, outputs: { y: [2, 6, 8] }, parameters: 8 },
    { inputs: { x: [3, 1, 4] }, outputs: { y: [3, 2, 4] }, parameters: 4 },
  ],
  build: (b, { x }) => {
    const [batch, tokens, width] = x.shape;
    const token = b.weight('token', [1, 1, width], visionStart);
    const learned = b.broadcastTo([token], { shape: [batch, 1, width] });
    const part = (from: number, size: number) =>
      b.slice([x], { begin: [0, from, 0], size: [batch, size, width] });
    const rest = tokens > 1 ? [part(1, tokens - 1)] : [];
    return { y: b.concat([part(0, 1), learned, ...rest], { axis: 1 }) };
  },
});
