/** Pictures of clothes, a part of Fashion-MNIST. Xiao, Rasul, Vollgraf 2017. */
import { defineDataset } from '../../define';
import { pictureFields } from '../pictureFields';

export default defineDataset(
  {
    id: 'fashion-mnist',
    title: 'Fashion-MNIST',
    summary:
      'Ten kinds of clothes and shoes, 28 x 28 pixels, grey: of the size of MNIST, and harder. 6,600 pictures to learn from, 2,000 to test.',
    group: 'pictures',
    takes: 'image',
    task: 'classify',
    sizes: { train: 6000, validation: 600, test: 2000 },
    bytes: 2_854_452,
    licence: 'MIT',
    citation:
      'Xiao, Rasul, Vollgraf: Fashion-MNIST: a novel image dataset for benchmarking machine learning algorithms, 2017, arXiv:1708.07747',
    url: 'https://github.com/zalandoresearch/fashion-mnist',
    fields: pictureFields(28, 1, 'fashion-mnist'),
  },
  () => import('./load'),
);
