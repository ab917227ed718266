/** Where an affine map looks, place by place. Jaderberg et al. 2015, section 3.2. */
import { defineBlock } from '../../define';
import { jaderberg2015 } from '../../shared/papers';
import { affineGrid, alignCornersParam, gridParams } from '../../shared/spatialTransform';

export default defineBlock({
  id: 'affine-grid',
  title: 'Affine grid',
  family: 'vision',
  icon: 'Axis3d',
  advanced: true,
  docs: {
    summary:
      'Turns the six numbers of an affine map (turn, scale, shear, shift) into a place of the picture for every pixel of the result, from -1 to 1.',
    formula: String.raw`\begin{pmatrix} x^s \\ y^s \end{pmatrix} = \begin{pmatrix} \theta_{11} & \theta_{12} & \theta_{13} \\ \theta_{21} & \theta_{22} & \theta_{23} \end{pmatrix} \begin{pmatrix} x^t \\ y^t \\ 1 \end{pmatrix}`,
    paper: { ...jaderberg2015, where: 'section 3.2, equation 1' },
    pytorch: 'F.affine_grid(theta.view(-1, 2, 3), (batch, channels, height, width), align_corners)',
    keras: 'keras.ops.image.affine_transform(image, transform)',
  },
  inputs: { theta: { axes: 'batch 6', label: 'θ' } },
  outputs: { grid: { axes: 'batch height width 2', doc: 'x and y of each place.' } },
  params: { ...gridParams(28, ''), align_corners: alignCornersParam },
  examples: [
    {
      params: { height: 3, width: 4 },
      inputs: { theta: [2, 6] },
      outputs: { grid: [2, 3, 4, 2] },
      parameters: 0,
    },
    {
      params: { height: 1, width: 5, align_corners: true },
      inputs: { theta: [1, 6] },
      outputs: { grid: [1, 1, 5, 2] },
      parameters: 0,
    },
  ],
  build: (b, { theta }, { height, width, align_corners }) => ({
    grid: affineGrid(b, theta, height, width, align_corners),
  }),
});
