/** A volume as the network sees it: a scan, or a short film. */
import { defineBlock, int } from '../../define';

const side = (label: string, symbol: string) =>
  int({ label, default: 16, min: 1, max: 512, symbol, unit: 'voxels' });

export default defineBlock({
  id: 'volume-input',
  title: 'Volume',
  family: 'inputs',
  icon: 'Package',
  advanced: true,
  docs: {
    summary:
      'A volume that goes in: depth x height x width x channels real numbers, such as a scan, or the frames of a film one behind the other.',
    alsoCalled: ['3D input', 'video', 'voxels'],
    formula: String.raw`x \in \mathbb{R}^{D \times H \times W \times C}`,
    paper: {
      authors: 'Çiçek et al.',
      year: 2016,
      title: '3D U-Net: Learning Dense Volumetric Segmentation from Sparse Annotation',
      url: 'https://arxiv.org/abs/1606.06650',
      where: 'section 2',
    },
    pytorch: 'x = torch.randn(batch, channels, depth, height, width)',
    keras: 'keras.Input((depth, height, width, channels))',
  },
  inputs: {},
  outputs: { volume: { axes: 'batch depth height width channels', doc: 'Real numbers.' } },
  params: {
    depth: side('Depth', 'D'),
    height: side('Height', 'H'),
    width: side('Width', 'W'),
    channels: int({ label: 'Channels', default: 1, min: 1, max: 64, symbol: 'C' }),
  },
  examples: [
    { inputs: {}, outputs: { volume: [1, 16, 16, 16, 1] }, parameters: 0 },
    {
      params: { depth: 4, height: 3, width: 5, channels: 2 },
      inputs: {},
      outputs: { volume: [1, 4, 3, 5, 2] },
      parameters: 0,
    },
  ],
  build: (b, _inputs, { depth, height, width, channels }) => ({
    volume: b.input([b.batch, depth, height, width, channels], 'float32', {
      role: 'volume',
      field: 'volume',
      axes: ['depth', 'height', 'width', 'channels'],
      params: ['depth', 'height', 'width', 'channels'],
    }),
  }),
});
