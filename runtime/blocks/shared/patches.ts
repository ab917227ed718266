/** Cutting pictures and volumes into patches that fill them. Dosovitskiy et al. 2021, section 3.1. */
import type { Value } from '../../ops/types';
import type { BlockBuilder } from '../types';
import { either, nearestDivisors, setParamFixes } from './divisors';

/** `image` [B, H, W, C] -> [B, H/P * W/P, P * P * C], row by row, and so within a patch. */
export function cutImage(b: BlockBuilder, image: Value, patch: number): Value {
  const [batch, height, width, channels] = image.shape;
  const rows = height / patch;
  const columns = width / patch;
  const cut = b.reshape([image], { shape: [batch, rows, patch, columns, patch, channels] });
  const patches = b.transpose([cut], { perm: [0, 1, 3, 2, 4, 5] }); // [B, rows, columns, P, P, C]
  return b.reshape([patches], { shape: [batch, rows * columns, patch * patch * channels] });
}

/** `volume` [B, D, H, W, C] -> [B, D/P * H/P * W/P, P * P * P * C], slice by slice, row by row. */
export function cutVolume(b: BlockBuilder, volume: Value, patch: number): Value {
  const [batch, depth, height, width, channels] = volume.shape;
  const [slices, rows, columns] = [depth / patch, height / patch, width / patch];
  // A transpose takes six axes, so depth and height are cut first, then the width.
  const cut = b.reshape([volume], {
    shape: [batch, slices, patch, rows, patch, width * channels],
  });
  const bars = b.transpose([cut], { perm: [0, 1, 3, 2, 4, 5] }); // [B, slices, rows, P, P, W C]
  const split = b.reshape([bars], {
    shape: [batch * slices * rows, patch * patch, columns, patch * channels],
  });
  const cubes = b.transpose([split], { perm: [0, 2, 1, 3] }); // [.., columns, P P, P C]
  return b.reshape([cubes], {
    shape: [batch, slices * rows * columns, patch ** 3 * channels],
  });
}

/** Stops the build where patches do not fill a picture or volume of these sizes, by axis name. */
export function checkPatches(
  b: BlockBuilder,
  sizes: Readonly<Record<string, number>>,
  patch: number,
  what: string,
): void {
  const sides = Object.values(sizes);
  if (sides.every((size) => size % patch === 0)) return;
  const fits = nearestDivisors(sides.reduce(greatestCommonDivisor), patch);
  const square = sides.map(() => patch).join(' x ');
  const named = Object.entries(sizes).map(([name, size]) => `${name} ${size}`);
  b.fail('shape/indivisible', `Patches of ${square} do not fill ${what} of ${named.join(', ')}.`, {
    param: 'patch',
    hint: `The patch size must divide ${sides.length === 2 ? 'both' : 'all'} sides: ${either(fits)}.`,
    short: `patches of ${patch} in ${sides.join(' x ')}`,
    fixes: setParamFixes('patch', 'patch size', fits),
  });
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
