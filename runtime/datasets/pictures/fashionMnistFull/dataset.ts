/** All pictures of Fashion-MNIST. Xiao, Rasul, Vollgraf 2017. */
import { defineDataset } from '../../define';
import { pictureFields } from '../pictureFields';

export default defineDataset(
  {
    id: 'fashion-mnist-full',
    title: 'All of Fashion-MNIST',
    summary: 'All of Fashion-MNIST, ten kinds of clothes and shoes, 28 x 28 pixels, grey.',
    group: 'pictures',
    takes: 'image',
    task: 'classify',
    sizes: { train: 55_000, validation: 5000, test: 10_000 },
    bytes: 23_209_592,
    pack: 'fashion-mnist',
    smaller: 'fashion-mnist',
    licence: 'MIT',
    citation:
      'Xiao, Rasul, Vollgraf: Fashion-MNIST: a novel image dataset for benchmarking machine learning algorithms, 2017, arXiv:1708.07747',
    url: 'https://github.com/zalandoresearch/fashion-mnist',
    fields: pictureFields(28, 1, 'fashion-mnist'),
  },
  () => import('../loadPack'),
);
