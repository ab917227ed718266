/** A convolution with its weights. */
import type { Value } from '../../ops/types';
import type { BlockBuilder } from '../types';
import { checkWindow, type Window, windowAttrs } from './windows';

/**
 * `x` [B, H, W, C] -> [B, H', W', filters], with weights `<name>kernel` [k, k, C, filters] and
 * `<name>bias` [filters]. He normal over the fan out, as torchvision starts a ResNet. Fails with
 * 'shape/size' when the window does not fit.
 */
export function convolution(
  b: BlockBuilder,
  x: Value,
  name: string,
  filters: number,
  window: Window,
  bias: boolean,
): Value {
  checkWindow(b, x, window, 'kernel');
  const { size, strides, padding } = windowAttrs(window);
  const kernel = b.weight(`${name}kernel`, [...size, x.shape[3], filters], {
    kind: 'heNormal',
    fan: window.size * window.size * filters,
  });
  const y = b.conv2d([x, kernel], { strides, padding });
  return bias ? b.add([y, b.weight(`${name}bias`, [filters], { kind: 'zeros' })]) : y;
}
