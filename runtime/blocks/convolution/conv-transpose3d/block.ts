/** A convolution of volumes backwards. Cicek et al. 2016 (3D U-Net), section 2. */
import { defineBlock } from '../../define';
import {
  biasParam,
  filtersParam,
  kernelParam,
  strideParam,
  transposedParams,
} from '../../shared/convolutionParams';
import { transposedConvolution } from '../../shared/transposedConvolution';

export default defineBlock({
  id: 'conv-transpose3d',
  title: 'Transposed convolution of a volume',
  family: 'convolution',
  icon: 'Boxes',
  advanced: true,
  docs: {
    summary:
      'Enlarges a volume with learned filters: each voxel paints a small cube, and cubes that overlap add up. The way back up in UNETR and other segmenters of scans.',
    formula: String.raw`y_{st+r,\, si+u,\, sj+v} \mathrel{+}= x_{tij} W_{ruv}, \quad y \leftarrow y + b`,
    paper: {
      authors: 'Çiçek et al.',
      year: 2016,
      title: '3D U-Net: Learning Dense Volumetric Segmentation from Sparse Annotation',
      url: 'https://arxiv.org/abs/1606.06650',
      where: 'section 2',
    },
    pytorch: 'nn.ConvTranspose3d(in_channels, filters, kernel, stride, padding, output_padding)',
    keras: "keras.layers.Conv3DTranspose(filters, kernel, stride, padding='valid')",
  },
  inputs: { x: { axes: 'batch depth height width in_channels' } },
  outputs: { y: { axes: 'batch depth height width channels' } },
  params: {
    filters: filtersParam,
    kernel: { ...kernelParam('Side of the cube that a voxel paints.', 'voxels'), default: 2 },
    stride: strideParam('Distance of the cubes; 2 doubles every side.', 'voxels', 2),
    ...transposedParams('voxels'),
    bias: biasParam,
  },
  examples: [
    {
      params: { filters: 4 },
      inputs: { x: [2, 2, 1, 3, 3] },
      outputs: { y: [2, 4, 2, 6, 4] },
      // 8*4*3 + 4
      parameters: 100,
    },
    {
      params: { filters: 2, kernel: 3, padding: 1, output_padding: 1, bias: false },
      inputs: { x: [1, 2, 2, 1, 2] },
      outputs: { y: [1, 4, 4, 2, 2] },
      parameters: 108,
    },
  ],
  build: (b, { x }, params) => ({
    y: transposedConvolution(b, x, params.filters, params, params.bias),
  }),
});
