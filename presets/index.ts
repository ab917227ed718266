/** The presets, in the order in which the gallery shows them. */
import { preset as aaResNet50 } from './aa-resnet-50';
import { preset as aaResNetTiny } from './aa-resnet-tiny';
import { preset as transformerBase } from './transformer-base';
import { preset as transformerTiny } from './transformer-tiny';
import type { Preset } from './types';
import { preset as useLite } from './use-lite';
import { preset as vitB16 } from './vit-b-16';
import { preset as vitTiny } from './vit-tiny';

export type { Preset } from './types';

export const presets: readonly Preset[] = [
  transformerTiny,
  vitTiny,
  aaResNetTiny,
  useLite,
  transformerBase,
  vitB16,
  aaResNet50,
];
