/** Graphs whose peak memory is told by the plan and measured on a backend. */
import { preset as resnet50 } from '../../../presets/aa-resnet-50';
import { preset as resnetTiny } from '../../../presets/aa-resnet-tiny';
import { preset as transformerBase } from '../../../presets/transformer-base';
import { preset as transformerTiny } from '../../../presets/transformer-tiny';
import { preset as vitB } from '../../../presets/vit-b-16';
import { preset as vitTiny } from '../../../presets/vit-tiny';
import type { GraphDocument } from '../../graph/document';
import { smaller } from '../../session/testing/presets';

export interface PeakCase {
  readonly name: string;
  readonly document: GraphDocument;
  readonly batch: number;
}

/** The presets that train in a class, as they ship. */
export const small: readonly PeakCase[] = [transformerTiny, vitTiny, resnetTiny].map(
  ({ id, document }) => ({ name: id, document, batch: document.experiment?.batchSize ?? 1 }),
);

/** The same, reduced. */
export const tiny: readonly PeakCase[] = small.map((one) => ({
  ...one,
  name: `${one.name}, reduced`,
  document: smaller(one.document),
  batch: 4,
}));

/** The presets of the papers in sizes that plain JavaScript runs in seconds. */
export const reduced: readonly PeakCase[] = [
  {
    name: 'transformer-base, reduced',
    document: withValues(transformerBase.document, {
      d_model: 32,
      heads: 4,
      layers: 2,
      d_ff: 64,
      vocabulary: 300,
      tokens: 16,
    }),
    batch: 2,
  },
  {
    name: 'vit-b-16, reduced',
    document: withValues(vitB.document, {
      image_size: 64,
      d_model: 48,
      heads: 4,
      layers: 3,
      d_ff: 96,
      classes: 20,
    }),
    batch: 3,
  },
  {
    name: 'aa-resnet-50, reduced',
    document: withValues(resnet50.document, {
      image_size: 64,
      width: 8,
      blocks_1: 2,
      blocks_2: 2,
      blocks_3: 2,
      blocks_4: 2,
      classes: 20,
    }),
    batch: 2,
  },
];

function withValues(
  document: GraphDocument,
  values: Readonly<Record<string, number>>,
): GraphDocument {
  const { hyperparameters } = document;
  return {
    ...document,
    hyperparameters: hyperparameters.map((h) => ({ ...h, value: values[h.name] ?? h.value })),
  };
}
