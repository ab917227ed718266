/** 1 x 1, 3 x 3 and 1 x 1 convolutions round a shortcut: a ResNet block. He et al. 2016, figure 5. */
import { defineComposite } from '../../define';
import { bottleneckGraph, bottleneckParams } from '../../shared/bottleneck';
import { he2016 } from '../../shared/papers';

export default defineComposite({
  id: 'bottleneck',
  title: 'Bottleneck',
  family: 'composite',
  icon: 'Boxes',
  docs: {
    summary:
      'Narrows the map, convolves it, widens it four times and adds what came in: the block of ResNet-50. The stride is in the 3 x 3 convolution, as everybody builds it today (version 1.5).',
    formula: String.raw`y = \mathrm{ReLU}(\mathrm{shortcut}(x) + W_3 * \mathrm{ReLU}(W_2 * \mathrm{ReLU}(W_1 * x)))`,
    paper: { ...he2016, where: 'section 4.1, figure 5' },
    pytorch: 'torchvision.models.resnet.Bottleneck(in_channels, width, stride)',
    keras:
      'keras.layers.ReLU()(norm_3(conv_3(relu(norm_2(conv_2(relu(norm_1(conv_1(x)))))))) + shortcut(x))',
  },
  inputs: { x: { axes: 'batch height width in_channels' } },
  outputs: { y: { axes: 'batch height width channels' } },
  params: bottleneckParams,
  examples: [
    {
      params: { width: 4 },
      inputs: { x: [2, 6, 6, 16] },
      outputs: { y: [2, 6, 6, 16] },
      // 16*4 + 9*4*4 + 4*16 + 2*(4+4+16)
      parameters: 320,
    },
    {
      params: { width: 4, stride: 2 },
      inputs: { x: [2, 6, 6, 8] },
      outputs: { y: [2, 3, 3, 16] },
      // 8*4 + 9*4*4 + 4*16 + 8*16 + 2*(4+4+16+16)
      parameters: 448,
    },
  ],
  graph: bottleneckGraph({
    block: 'conv2d',
    params: { filters: 'width', kernel: 3, stride: 'stride', padding: 1, bias: false },
    label: '3 x 3',
  }),
});
