/** Follows the buffers that tfjs holds, each from the first tensor that has it to its release. */
import type * as tfjs from '@tensorflow/tfjs-core';

/** Most bytes since the watch began, above what was there before. */
export interface HeldBytes {
  /** Each buffer once. */
  readonly bytes: number;
  /** What `tf.memory().numBytes` says, which counts a buffer once for each view of it. */
  readonly numBytes: number;
}

export interface BufferWatch {
  /** Bytes held now. */
  now(): number;
  peak(): HeldBytes;
  stop(): void;
}

/** Temporary tensors inside of an op are seen, too; scratch memory inside of a kernel is not. */
export function watchBuffers(tf: typeof tfjs): BufferWatch {
  const engine = tf.engine();
  const { trackTensor, removeDataId } = engine;
  const before = tf.memory().numBytes;
  const buffers = new Map<object, number>();
  let held = 0;
  const peak = { bytes: 0, numBytes: 0 };
  engine.trackTensor = (tensor, backend) => {
    trackTensor.call(engine, tensor, backend);
    peak.numBytes = Math.max(peak.numBytes, tf.memory().numBytes - before);
    if (buffers.has(tensor.dataId)) return;
    const bytes = tensor.size * tf.util.bytesPerElement(tensor.dtype);
    buffers.set(tensor.dataId, bytes);
    held += bytes;
    peak.bytes = Math.max(peak.bytes, held);
  };
  engine.removeDataId = (dataId, backend) => {
    removeDataId.call(engine, dataId, backend);
    held -= buffers.get(dataId) ?? 0;
    buffers.delete(dataId);
  };
  return {
    now: () => held,
    peak: () => ({ ...peak }),
    stop() {
      engine.trackTensor = trackTensor;
      engine.removeDataId = removeDataId;
    },
  };
}
