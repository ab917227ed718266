/** Values of many tensors in few transfers: each waits for the device. */
import type * as tfjs from '@tensorflow/tfjs-core';
import type { Checkpoint } from '../protocol';

/** Values that are read from the device in one transfer: 32 MiB. */
const GROUP_SIZE = 2 ** 23;

type Named = readonly [name: string, tensor: tfjs.Tensor];

/** `ready` is waited for before each transfer: shaders that are being built must not be used. */
export async function readNamed(
  tf: typeof tfjs,
  tensors: Iterable<Named>,
  ready: () => Promise<void>,
): Promise<Checkpoint['tensors']> {
  const values: Record<string, { shape: readonly number[]; data: Float32Array }> = {};
  for (const group of groupsOf(tensors)) {
    await ready();
    const data = await readTogether(
      tf,
      group.map(([, tensor]) => tensor),
    );
    let offset = 0;
    for (const [name, { shape, size }] of group) {
      values[name] = { shape, data: data.slice(offset, offset + size) };
      offset += size;
    }
  }
  return values;
}

/** Values one tensor after the other. Reading takes a tensor off the device, so copies are read. */
export async function readTogether(
  tf: typeof tfjs,
  tensors: readonly tfjs.Tensor[],
): Promise<Float32Array> {
  const joined = tf.tidy(() =>
    tensors.length === 1
      ? tf.mul(tensors[0], 1)
      : tf.concat(tensors.map((tensor) => tf.reshape(tensor, [tensor.size]))),
  );
  const data = await joined.data<'float32'>();
  joined.dispose();
  return data;
}

/** In runs of at most GROUP_SIZE values. */
function groupsOf(tensors: Iterable<Named>): Named[][] {
  const groups: Named[][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const entry of tensors) {
    size += entry[1].size;
    if (size > GROUP_SIZE) {
      groups.push([]);
      size = entry[1].size;
    }
    groups[groups.length - 1].push(entry);
  }
  return groups;
}
