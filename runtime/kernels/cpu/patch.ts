/** Repairs the plain JavaScript backend, the last resort and the reference of the tests. */
import type * as tfjs from '@tensorflow/tfjs-core';
import { scatterAddRows } from '../loops/scatterAddRows';

/** The parts of tfjs' `MathBackendCPU` that kernels use. */
interface CpuBackend {
  readonly data: { get(dataId: object): { readonly values: Float32Array | Int32Array } };
  makeTensorInfo(shape: number[], dtype: tfjs.DataType, values: Float32Array): tfjs.TensorInfo;
}

/** Call once the cpu package is imported; further calls do nothing. */
export function patchCpu(tf: typeof tfjs): void {
  if (tf.getKernel('ScatterAddRows', 'cpu')) return;
  // Stock UnsortedSegmentSum goes over all values once for each row of the table.
  tf.registerKernel({
    kernelName: 'ScatterAddRows',
    backendName: 'cpu',
    kernelFunc: ({ inputs, backend, attrs }) => {
      const cpu = backend as CpuBackend;
      const [ids, grad] = [inputs[0] as tfjs.TensorInfo, inputs[1] as tfjs.TensorInfo];
      const size = grad.shape[1]!;
      const rows = attrs!.rows as number;
      const sums = new Float32Array(rows * size);
      scatterAddRows(
        cpu.data.get(ids.dataId).values as Int32Array,
        cpu.data.get(grad.dataId).values as Float32Array,
        size,
        sums,
      );
      return cpu.makeTensorInfo([rows, size], 'float32', sums);
    },
  });
}
