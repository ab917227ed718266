/** ResNet as torchvision (and timm) name it; attention in it has no name there. */
import type { Convention, Rule } from '../types';
import { affine, norm } from './shared';

/** A bottleneck; its middle convolution may be joined by attention. */
function bottleneck(ours: string, theirs: string): readonly Rule[] {
  return [
    ...affine(`${ours}/conv-1`, `${theirs}.conv1`, 'convolution'),
    ...norm(`${ours}/norm-1`, `${theirs}.bn1`),
    ...affine(`${ours}/conv-2`, `${theirs}.conv2`, 'convolution'),
    ...affine(`${ours}/conv-2/convolution`, `${theirs}.conv2`, 'convolution'),
    ...norm(`${ours}/norm-2`, `${theirs}.bn2`),
    ...affine(`${ours}/conv-3`, `${theirs}.conv3`, 'convolution'),
    ...norm(`${ours}/norm-3`, `${theirs}.bn3`),
    ...affine(`${ours}/shortcut`, `${theirs}.downsample.0`, 'convolution'),
    ...norm(`${ours}/shortcut/norm`, `${theirs}.downsample.1`),
  ];
}

export const resnetTorchvision: Convention = {
  id: 'torchvision-resnet',
  title: 'torchvision, ResNet',
  rules: [
    ...affine('stem', 'conv1', 'convolution'),
    ...norm('stem-norm', 'bn1'),
    ...bottleneck('stage-1/{i}', 'layer1.{i}'),
    // The first block of a later stage halves the map and is a node of its own.
    ...bottleneck('stage-{s}-down', 'layer{s}.0'),
    ...bottleneck('stage-{s}/{i}', 'layer{s}.{i+1}'),
    ...affine('head', 'fc'),
  ],
};
