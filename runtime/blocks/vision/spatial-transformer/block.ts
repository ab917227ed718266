/** A picture turned, scaled and shifted as a network of yours decides. Jaderberg et al. 2015. */
import { defineBlock } from '../../define';
import { jaderberg2015 } from '../../shared/papers';
import {
  affineGrid,
  alignCornersParam,
  gridParams,
  gridSample,
} from '../../shared/spatialTransform';

export default defineBlock({
  id: 'spatial-transformer',
  title: 'Spatial transformer',
  family: 'vision',
  icon: 'Rotate3d',
  docs: {
    summary:
      'Looks at a part of the picture, turned and scaled as the six numbers θ say. A small network of your own in front gives θ, and learns where to look without being told.',
    alsoCalled: ['STN'],
    formula: String.raw`y = \mathrm{sample}\big(x,\ \mathcal{T}_\theta(G)\big)`,
    paper: { ...jaderberg2015, where: 'section 3, figure 2' },
    pytorch: 'F.grid_sample(x, F.affine_grid(theta.view(-1, 2, 3), x.size()))',
    keras: 'keras.ops.image.affine_transform(x, transform)',
  },
  inputs: {
    x: { axes: 'batch height width channels' },
    theta: { axes: 'batch 6', label: 'θ', doc: 'From "Affine parameters".' },
  },
  outputs: {
    y: { axes: 'batch height width channels' },
    grid: { axes: 'batch height width 2', doc: 'Where each pixel was read: x and y.' },
  },
  params: { ...gridParams(0, ' 0: as the picture.'), align_corners: alignCornersParam },
  examples: [
    {
      inputs: { x: [2, 4, 5, 3], theta: [2, 6] },
      outputs: { y: [2, 4, 5, 3], grid: [2, 4, 5, 2] },
      parameters: 0,
    },
    {
      params: { height: 2, width: 3, align_corners: true },
      inputs: { x: [1, 4, 4, 1], theta: [1, 6] },
      outputs: { y: [1, 2, 3, 1], grid: [1, 2, 3, 2] },
      parameters: 0,
    },
  ],
  build: (b, { x, theta }, { height, width, align_corners }) => {
    const [, rows, columns] = x.shape;
    const grid = affineGrid(b, theta, height || rows, width || columns, align_corners);
    return { y: gridSample(b, x, grid, align_corners), grid };
  },
});
