/** A volume cut into cubes, each mapped to a token. Hatamizadeh et al. 2022 (UNETR), equation 1. */
import { defineBlock, int } from '../../define';
import { linear } from '../../shared/linear';
import { checkPatches, cutVolume } from '../../shared/patches';

export default defineBlock({
  id: 'patch-embedding-3d',
  title: 'Patch embedding of a volume',
  family: 'inputs',
  icon: 'Box',
  advanced: true,
  docs: {
    summary:
      'Cuts a volume, such as a scan, into cubes and turns each into a vector by one linear map: the volume becomes a sequence of tokens.',
    formula: String.raw`y_i = x_v^i E + b, \quad E \in \mathbb{R}^{(P^3 C) \times D}`,
    paper: {
      authors: 'Hatamizadeh et al.',
      year: 2022,
      title: 'UNETR: Transformers for 3D Medical Image Segmentation',
      url: 'https://arxiv.org/abs/2103.10504',
      where: 'section 3.1, equation 1',
    },
    pytorch: 'nn.Conv3d(channels, d_model, kernel_size=patch, stride=patch)',
    keras: 'keras.layers.Conv3D(d_model, patch, strides=patch)',
  },
  inputs: { volume: { axes: 'batch depth height width channels' } },
  outputs: {
    y: { axes: 'batch tokens d_model', doc: 'One token a cube, slice by slice, row by row.' },
  },
  params: {
    patch: int({
      label: 'Patch size',
      doc: 'Side of a cube.',
      default: 16,
      min: 1,
      max: 128,
      symbol: 'P',
      unit: 'voxels',
    }),
    d_model: int({
      label: 'Width',
      doc: 'Numbers in each token.',
      default: 64,
      min: 1,
      max: 16384,
      symbol: 'd_model',
      unit: 'features',
    }),
  },
  examples: [
    {
      params: { patch: 2, d_model: 5 },
      inputs: { volume: [2, 4, 2, 6, 3] },
      outputs: { y: [2, 6, 5] },
      parameters: 125,
    },
  ],
  build: (b, { volume }, { patch, d_model }) => {
    const [, depth, height, width] = volume.shape;
    checkPatches(b, { depth, height, width }, patch, 'a volume');
    return { y: linear(b, cutVolume(b, volume, patch), '', d_model, { bias: true }) };
  },
});
