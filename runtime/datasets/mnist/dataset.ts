/** The digits of MNIST, a part of them. LeCun, Bottou, Bengio, Haffner 1998. */
import { defineDataset } from '../define';

export default defineDataset(
  {
    id: 'mnist',
    title: 'MNIST digits',
    summary: 'Handwritten digits, 28 x 28 pixels, grey: the first thing a new network is tried on.',
    group: 'pictures',
    takes: 'image',
    task: 'classify',
    sizes: { train: 26_000, validation: 1220, test: 10_000 },
    bytes: 5_999_704,
    licence: 'CC BY-SA 3.0',
    citation:
      'LeCun, Bottou, Bengio, Haffner: Gradient-based learning applied to document recognition, 1998',
    url: 'http://yann.lecun.com/exdb/mnist/',
    fields: () => ({
      image: { kind: 'image', height: 28, width: 28, channels: 1 },
      label: { kind: 'class', classes: 10, labels: 'digits' },
    }),
  },
  () => import('./load'),
);
