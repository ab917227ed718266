/** Papers that several blocks implement; a block adds where in it. */
import type { Paper } from '../types';

export const vaswani2017: Paper = {
  authors: 'Vaswani et al.',
  year: 2017,
  title: 'Attention Is All You Need',
  url: 'https://arxiv.org/abs/1706.03762',
};

export const dosovitskiy2021: Paper = {
  authors: 'Dosovitskiy et al.',
  year: 2021,
  title: 'An Image is Worth 16x16 Words: Transformers for Image Recognition at Scale',
  url: 'https://arxiv.org/abs/2010.11929',
};

export const bello2019: Paper = {
  authors: 'Bello et al.',
  year: 2019,
  title: 'Attention Augmented Convolutional Networks',
  url: 'https://arxiv.org/abs/1904.09925',
};

export const he2016: Paper = {
  authors: 'He et al.',
  year: 2016,
  title: 'Deep Residual Learning for Image Recognition',
  url: 'https://arxiv.org/abs/1512.03385',
};

export const ba2016: Paper = {
  authors: 'Ba, Kiros, Hinton',
  year: 2016,
  title: 'Layer Normalization',
  url: 'https://arxiv.org/abs/1607.06450',
};

export const ioffe2015: Paper = {
  authors: 'Ioffe, Szegedy',
  year: 2015,
  title:
    'Batch Normalization: Accelerating Deep Network Training by Reducing Internal Covariate Shift',
  url: 'https://arxiv.org/abs/1502.03167',
};

export const lecun1998: Paper = {
  authors: 'LeCun et al.',
  year: 1998,
  title: 'Gradient-Based Learning Applied to Document Recognition',
  url: 'https://doi.org/10.1109/5.726791',
};

export const rumelhart1986: Paper = {
  authors: 'Rumelhart, Hinton, Williams',
  year: 1986,
  title: 'Learning representations by back-propagating errors',
  url: 'https://doi.org/10.1038/323533a0',
};

export const bridle1990: Paper = {
  authors: 'Bridle',
  year: 1990,
  title:
    'Training Stochastic Model Recognition Algorithms as Networks can Lead to Maximum Mutual Information Estimation of Parameters',
  url: 'https://proceedings.neurips.cc/paper/1989/hash/0336dcbab05b9d5ad24f4333c7658a0e-Abstract.html',
};

export const tolstikhin2021: Paper = {
  authors: 'Tolstikhin et al.',
  year: 2021,
  title: 'MLP-Mixer: An all-MLP Architecture for Vision',
  url: 'https://arxiv.org/abs/2105.01601',
};

export const cho2014: Paper = {
  authors: 'Cho et al.',
  year: 2014,
  title:
    'Learning Phrase Representations using RNN Encoder-Decoder for Statistical Machine Translation',
  url: 'https://arxiv.org/abs/1406.1078',
};

export const touvron2021: Paper = {
  authors: 'Touvron et al.',
  year: 2021,
  title: 'Training data-efficient image transformers & distillation through attention',
  url: 'https://arxiv.org/abs/2012.12877',
};

export const devlin2019: Paper = {
  authors: 'Devlin, Chang, Lee, Toutanova',
  year: 2019,
  title: 'BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding',
  url: 'https://arxiv.org/abs/1810.04805',
};

export const liu2021: Paper = {
  authors: 'Liu et al.',
  year: 2021,
  title: 'Swin Transformer: Hierarchical Vision Transformer using Shifted Windows',
  url: 'https://arxiv.org/abs/2103.14030',
};

export const elman1990: Paper = {
  authors: 'Elman',
  year: 1990,
  title: 'Finding Structure in Time',
  url: 'https://doi.org/10.1207/s15516709cog1402_1',
};

export const hinton2015: Paper = {
  authors: 'Hinton, Vinyals, Dean',
  year: 2015,
  title: 'Distilling the Knowledge in a Neural Network',
  url: 'https://arxiv.org/abs/1503.02531',
};

export const carion2020: Paper = {
  authors: 'Carion et al.',
  year: 2020,
  title: 'End-to-End Object Detection with Transformers',
  url: 'https://arxiv.org/abs/2005.12872',
};

export const bahdanau2015: Paper = {
  authors: 'Bahdanau, Cho, Bengio',
  year: 2015,
  title: 'Neural Machine Translation by Jointly Learning to Align and Translate',
  url: 'https://arxiv.org/abs/1409.0473',
};

export const jaderberg2015: Paper = {
  authors: 'Jaderberg, Simonyan, Zisserman, Kavukcuoglu',
  year: 2015,
  title: 'Spatial Transformer Networks',
  url: 'https://arxiv.org/abs/1506.02025',
};

export const harris2020: Paper = {
  authors: 'Harris et al.',
  year: 2020,
  title: 'Array programming with NumPy',
  url: 'https://doi.org/10.1038/s41586-020-2649-2',
};

export const he2015: Paper = {
  authors: 'He, Zhang, Ren, Sun',
  year: 2015,
  title: 'Spatial Pyramid Pooling in Deep Convolutional Networks for Visual Recognition',
  url: 'https://arxiv.org/abs/1406.4729',
};
