/** All digits of MNIST. LeCun, Bottou, Bengio, Haffner 1998. */
import { defineDataset } from '../../define';
import { pictureFields } from '../pictureFields';

export default defineDataset(
  {
    id: 'mnist-full',
    title: 'All of MNIST',
    summary: 'All handwritten digits of MNIST, 28 x 28 pixels, grey, as published.',
    group: 'pictures',
    takes: 'image',
    task: 'classify',
    sizes: { train: 55_000, validation: 5000, test: 10_000 },
    bytes: 8_647_386,
    pack: 'mnist',
    smaller: 'mnist',
    licence: 'CC BY-SA 3.0',
    citation:
      'LeCun, Bottou, Bengio, Haffner: Gradient-based learning applied to document recognition, 1998',
    url: 'http://yann.lecun.com/exdb/mnist/',
    fields: pictureFields(28, 1, 'digits'),
  },
  () => import('../loadPack'),
);
