/** Hides the tokens that only fill a text up to its length. */
import { defineBlock, int } from '../../define';
import { vaswani2017 } from '../../shared/papers';

export default defineBlock({
  id: 'padding-mask',
  title: 'Padding mask',
  family: 'attention',
  icon: 'EyeOff',
  docs: {
    summary:
      'Hides the padding tokens of a text that is shorter than the sequence: nobody looks at them.',
    formula: String.raw`M_{j} = [\, t_j \ne pad \,]`,
    paper: { ...vaswani2017, where: 'section 3.2.3' },
    pytorch: '(tokens != padding)[:, None, :]',
    keras: 'keras.layers.Embedding(vocabulary, d_model, mask_zero=True)',
  },
  inputs: { tokens: { axes: 'batch source', dtype: 'int32' } },
  outputs: {
    mask: { axes: 'batch tokens* source', dtype: 'bool', doc: 'True where one may look.' },
  },
  params: {
    padding: int({ label: 'Padding token', doc: 'Its id.', default: 0, min: 0, max: 262143 }),
  },
  examples: [{ inputs: { tokens: [2, 6] }, outputs: { mask: [2, 1, 6] }, parameters: 0 }],
  build: (b, { tokens }, { padding }) => {
    const [batch, source] = tokens.shape;
    const id = b.constant(`token ${padding}`, { shape: [], dtype: 'int32' }, () =>
      Int32Array.of(padding),
    );
    const kept = b.logicalNot([b.equal([tokens, id])]);
    return { mask: b.reshape([kept], { shape: [batch, 1, source] }) };
  },
});
