/** The digits of MNIST, a part of them. LeCun, Bottou, Bengio, Haffner 1998. */
import { defineDataset } from '../../define';
import { pictureFields } from '../pictureFields';

export default defineDataset(
  {
    id: 'mnist',
    title: 'MNIST digits',
    summary:
      'Handwritten digits, 28 x 28 pixels, grey: the first thing a new network is tried on. All test pictures, and 24,400 of the 60,000 others.',
    group: 'pictures',
    takes: 'image',
    task: 'classify',
    sizes: { train: 23_400, validation: 1000, test: 10_000 },
    bytes: 4_256_698,
    licence: 'CC BY-SA 3.0',
    citation:
      'LeCun, Bottou, Bengio, Haffner: Gradient-based learning applied to document recognition, 1998',
    url: 'http://yann.lecun.com/exdb/mnist/',
    fields: pictureFields(28, 1, 'digits'),
  },
  () => import('./load'),
);
