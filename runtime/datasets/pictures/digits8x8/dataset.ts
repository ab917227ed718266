/** Digits of 8 x 8 pixels. Alpaydin, Kaynak 1998. */
import { defineDataset } from '../../define';
import { pictureFields } from '../pictureFields';

export default defineDataset(
  {
    id: 'digits-8x8',
    title: 'Digits, 8 x 8',
    summary:
      'Handwritten digits of 8 x 8 pixels, grey: so small that any computer learns them within seconds.',
    group: 'pictures',
    takes: 'image',
    task: 'classify',
    sizes: { train: 1397, validation: 100, test: 300 },
    bytes: 43_214,
    licence: 'CC BY 4.0',
    citation:
      'Alpaydin, Kaynak: Optical recognition of handwritten digits, UCI Machine Learning Repository, 1998',
    url: 'https://archive.ics.uci.edu/dataset/80/optical+recognition+of+handwritten+digits',
    fields: pictureFields(8, 1, 'digits'),
  },
  () => import('./load'),
);
