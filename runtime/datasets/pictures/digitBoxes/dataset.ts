/** Digits of MNIST at places that are to be found. The task of Carion et al. 2020, in small. */
import { defineDataset } from '../../define';
import mnist from '../mnist/dataset';
import { boxFields } from './boxFields';

export default defineDataset(
  {
    id: 'digit-boxes',
    title: 'Find the digits',
    summary:
      'One to four MNIST digits of several sizes, anywhere in a grey picture: where are they, and which? For detectors with boxes and labels of boxes.',
    group: 'pictures',
    takes: 'image',
    task: 'detect',
    sizes: { train: 20_000, validation: 500, test: 1000 },
    bytes: mnist.bytes,
    licence: mnist.licence,
    citation: mnist.citation,
    url: mnist.url,
    fields: boxFields,
  },
  () => import('./load'),
);
