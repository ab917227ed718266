/** A picture read at given places. Jaderberg et al. 2015, section 3.3. */
import { defineBlock } from '../../define';
import { jaderberg2015 } from '../../shared/papers';
import { alignCornersParam, gridSample } from '../../shared/spatialTransform';

export default defineBlock({
  id: 'grid-sample',
  title: 'Grid sample',
  family: 'vision',
  icon: 'Crop',
  advanced: true,
  docs: {
    summary:
      'Reads the picture at the places of a grid, each value mixed from the four pixels round it. Outside there are zeros. It learns through both, the picture and the places.',
    formula: String.raw`y_i = \sum_{n,m} x_{nm} \max(0, 1 - |x^s_i - m|) \max(0, 1 - |y^s_i - n|)`,
    paper: { ...jaderberg2015, where: 'section 3.3, equation 5' },
    pytorch: "F.grid_sample(x, grid, mode='bilinear', padding_mode='zeros', align_corners=False)",
    keras: 'keras.ops.image.map_coordinates(image, coordinates, order=1)',
  },
  inputs: {
    x: { axes: 'batch in_height in_width channels' },
    grid: { axes: 'batch height width 2', doc: 'x and y of each place, from -1 to 1.' },
  },
  outputs: { y: { axes: 'batch height width channels' } },
  params: { align_corners: alignCornersParam },
  examples: [
    {
      inputs: { x: [2, 4, 5, 3], grid: [2, 3, 2, 2] },
      outputs: { y: [2, 3, 2, 3] },
      parameters: 0,
    },
    {
      params: { align_corners: true },
      inputs: { x: [1, 3, 3, 2], grid: [1, 5, 4, 2] },
      outputs: { y: [1, 5, 4, 2] },
      parameters: 0,
    },
  ],
  build: (b, { x, grid }, { align_corners }) => ({ y: gridSample(b, x, grid, align_corners) }),
});
