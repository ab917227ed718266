/** The presets, in the order in which the gallery shows them. */
import { preset as aaResNet50 } from './aa-resnet-50';
import { preset as aaResNetTiny } from './aa-resnet-tiny';
import { preset as characterModel } from './character-model';
import { preset as cnnAttention } from './cnn-attention-cifar10';
import { preset as cnn } from './cnn-cifar10';
import { preset as detrTiny } from './detr-tiny';
import { preset as maskedModel } from './masked-model';
import { preset as sequenceModel } from './sequence-model';
import { preset as transformerBase } from './transformer-base';
import { preset as transformerTiny } from './transformer-tiny';
import { preset as translator } from './translator';
import type { Preset } from './types';
import { preset as useLite } from './use-lite';
import { preset as vitB16 } from './vit-b-16';
import { preset as vitTiny } from './vit-tiny';
import { preset as withAndWithoutAttention } from './with-and-without-attention';
import { preset as withAndWithoutPositions } from './with-and-without-positions';

export type { Preset } from './types';

export const presets: readonly Preset[] = [
  transformerTiny,
  vitTiny,
  aaResNetTiny,
  characterModel,
  translator,
  sequenceModel,
  maskedModel,
  detrTiny,
  cnn,
  cnnAttention,
  withAndWithoutAttention,
  withAndWithoutPositions,
  useLite,
  transformerBase,
  vitB16,
  aaResNet50,
];
