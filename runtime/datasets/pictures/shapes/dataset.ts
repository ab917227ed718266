/** Four shapes in the corners: two places must be compared, which no place tells alone. */
import { defineDataset } from '../../define';

export default defineDataset(
  {
    id: 'shapes',
    title: 'Same shape?',
    summary:
      'A circle, square, triangle or cross in each corner, 28 x 28 pixels: is the one top right the same as the one bottom left? It takes a look at both, as attention does.',
    group: 'pictures',
    takes: 'image',
    task: 'classify',
    sizes: { train: 24_000, validation: 960, test: 2400 },
    bytes: 0,
    licence: 'Made here',
    citation: '',
    fields: () => ({
      image: { kind: 'image', height: 28, width: 28, channels: 1 },
      label: { kind: 'class', classes: 2, labels: '', names: ['different', 'same'] },
    }),
  },
  () => import('./load'),
);
