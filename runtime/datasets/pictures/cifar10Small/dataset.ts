/** Small photographs, a part of CIFAR-10. Krizhevsky 2009. */
import { defineDataset } from '../../define';
import { pictureFields } from '../pictureFields';

export default defineDataset(
  {
    id: 'cifar10-small',
    title: 'CIFAR-10',
    summary:
      'Photographs of ten kinds of animals and vehicles, 32 x 32 pixels, in colour. 1,000 to learn from and 200 to test: enough to see a network learn, too few for good figures.',
    group: 'pictures',
    takes: 'image',
    task: 'classify',
    sizes: { train: 900, validation: 100, test: 200 },
    bytes: 1_889_661,
    licence: 'No formal licence: cite Krizhevsky 2009',
    citation: 'Krizhevsky: Learning multiple layers of features from tiny images, 2009',
    url: 'https://www.cs.toronto.edu/~kriz/cifar.html',
    fields: pictureFields(32, 3, 'cifar10'),
  },
  () => import('./load'),
);
