/** All photographs of CIFAR-10. Krizhevsky 2009. */
import { defineDataset } from '../../define';
import { pictureFields } from '../pictureFields';

export default defineDataset(
  {
    id: 'cifar10',
    title: 'All of CIFAR-10',
    summary:
      'All photographs of CIFAR-10: ten kinds of animals and vehicles, 32 x 32 pixels, in colour.',
    group: 'pictures',
    takes: 'image',
    task: 'classify',
    sizes: { train: 45_000, validation: 5000, test: 10_000 },
    bytes: 94_249_592,
    pack: 'cifar10',
    smaller: 'cifar10-small',
    licence: 'No formal licence: cite Krizhevsky 2009',
    citation: 'Krizhevsky: Learning multiple layers of features from tiny images, 2009',
    url: 'https://www.cs.toronto.edu/~kriz/cifar.html',
    fields: pictureFields(32, 3, 'cifar10'),
  },
  () => import('../loadPack'),
);
