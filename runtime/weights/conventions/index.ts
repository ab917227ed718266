/** All conventions; of those that explain a file equally well, the first counts. */
import type { Convention } from '../types';
import { pytorch } from './pytorch';
import { resnetTorchvision } from './resnet';
import { transformerTorch } from './transformer';
import { vitHuggingFace, vitTimm, vitTorchvision } from './vit';

/** Our own names and layouts, as Patchbay saves them. */
export const patchbay: Convention = {
  id: 'patchbay',
  title: 'Patchbay',
  rules: [],
};

export const conventions: readonly Convention[] = [
  patchbay,
  pytorch,
  ...[vitTorchvision, vitTimm, vitHuggingFace, resnetTorchvision, transformerTorch].map(
    (convention) => ({
      ...convention,
      // What the library does not know is called as in a PyTorch module of the same structure.
      rules: convention.rules.concat(pytorch.rules),
    }),
  ),
];

export function findConvention(id: string): Convention | null {
  return conventions.find((convention) => convention.id === id) ?? null;
}
