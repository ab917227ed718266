/** The words for the families of blocks, in the order of the palette. */
import type { Family } from '../../runtime/index';

export const familyTitles: Readonly<Record<Family, string>> = {
  inputs: 'Inputs and embeddings',
  positions: 'Positions',
  attention: 'Attention',
  norm: 'Normalisation',
  feedforward: 'Feed-forward',
  linear: 'Linear and structure',
  convolution: 'Convolution and pooling',
  recurrent: 'Recurrent',
  vision: 'Vision modules',
  heads: 'Outputs and losses',
  composite: 'Built from blocks',
};

export const families = Object.keys(familyTitles) as readonly Family[];
