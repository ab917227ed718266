/** Sums that the stock backend reaches only through transposes of the whole tensor. */
import type * as tfjs from '@tensorflow/tfjs-core';
import { registerWebgpu, runWgsl, WORKGROUP } from './program';

/** Threads side by side along the axis that stays, so that they read neighbours. */
const COLUMNS = 16;
const LANES = WORKGROUP / COLUMNS;

/** Sum of x [before, count, after] over its middle axis: a workgroup takes some columns. */
export function registerSumMiddle(tf: typeof tfjs): void {
  registerWebgpu(tf, 'SumMiddle', (backend, inputs, attrs) => {
    const { before, count, after, factor, shape } = attrs as {
      before: number;
      count: number;
      after: number;
      factor: number;
      shape: number[];
    };
    const groups = Math.ceil(after / COLUMNS);
    const wgsl = {
      key: 'sumMiddle',
      inputs: ['x'],
      uniforms: {
        count: ['int32', count],
        after: ['int32', after],
        groups: ['int32', groups],
        factor: ['float32', factor],
      },
      header: `var<workgroup> partial : array<f32, ${WORKGROUP}>;`,
      body: `
        let group = index / ${WORKGROUP};
        let column = (group % uniforms.groups) * ${COLUMNS} + i32(localIndex) % ${COLUMNS};
        let lane = i32(localIndex) / ${COLUMNS};
        let outer = group / uniforms.groups;
        let at = outer * uniforms.after + column;
        let isColumn = column < uniforms.after && at < uniforms.size;
        var sum = 0.0;
        if (isColumn) {
          for (var middle = lane; middle < uniforms.count; middle = middle + ${LANES}) {
            sum = sum + x[(outer * uniforms.count + middle) * uniforms.after + column];
          }
        }
        partial[localIndex] = sum;
        workgroupBarrier();
        if (lane == 0 && isColumn) {
          for (var other = 1; other < ${LANES}; other = other + 1) {
            sum = sum + partial[i32(localIndex) + other * ${COLUMNS}];
          }
          result[at] = sum * uniforms.factor;
        }`,
      groups: before * groups,
    } as const;
    return runWgsl(backend, wgsl, [inputs[0]!], shape);
  });
}

/**
 * Adds row i of grad [N, size] to row ids[i] of a table of zeros. A workgroup serves one i, and only
 * the first of equal ids writes, so the order of the sum is fixed: atomics would give another curve
 * each time.
 */
export function registerScatterAddRows(tf: typeof tfjs): void {
  registerWebgpu(tf, 'ScatterAddRows', (backend, inputs, { rows }) => {
    const [ids, grad] = [inputs[0]!, inputs[1]!];
    const [count, size] = grad.shape as [number, number];
    const table = tf.getKernel('Fill', 'webgpu').kernelFunc({
      inputs: {},
      backend,
      attrs: { shape: [rows as number, size], value: 0, dtype: 'float32' },
    }) as tfjs.TensorInfo;
    const wgsl = {
      key: 'scatterAddRows',
      inputs: ['ids', 'grad'],
      uniforms: {
        count: ['int32', count],
        columns: ['int32', size],
        rows: ['int32', rows as number],
      },
      header: `var<workgroup> isLater : array<u32, ${WORKGROUP}>;`,
      body: `
        let lane = i32(localIndex);
        let own = index / ${WORKGROUP};
        let id = ids[min(own, uniforms.count - 1)];
        var found = 0u;
        for (var i = lane; i < min(own, uniforms.count); i = i + ${WORKGROUP}) {
          if (ids[i] == id) { found = 1u; }
        }
        isLater[localIndex] = found;
        workgroupBarrier();
        for (var i = 0; i < ${WORKGROUP}; i = i + 1) { found = found | isLater[i]; }
        if (found == 1u || own >= uniforms.count || id < 0 || id >= uniforms.rows) { return; }
        for (var column = lane; column < uniforms.columns; column = column + ${WORKGROUP}) {
          var sum = 0.0;
          for (var i = own; i < uniforms.count; i = i + 1) {
            if (ids[i] == id) { sum = sum + grad[i * uniforms.columns + column]; }
          }
          result[id * uniforms.columns + column] = sum;
        }`,
      groups: count,
    } as const;
    return runWgsl(backend, wgsl, [ids, grad], table.shape, table);
  });
}

/** Row p of each example is the sum of rows numbers[t, p] of x [B, N, C]; a number that is no row adds nothing. */
export function registerSumOfRows(tf: typeof tfjs): void {
  registerWebgpu(tf, 'SumOfRows', (backend, inputs, attrs) => {
    const [x, numbers] = [inputs[0]!, inputs[1]!];
    const [batch, count, channels] = x.shape as [number, number, number];
    const places = attrs.places as number;
    const wgsl = {
      key: 'sumOfRows',
      inputs: ['x', 'numbers'],
      uniforms: {
        count: ['int32', count],
        channels: ['int32', channels],
        places: ['int32', places],
        taps: ['int32', numbers.shape[0]! / places],
      },
      body: `
        if (index >= uniforms.size) { return; }
        let channel = index % uniforms.channels;
        let row = index / uniforms.channels;
        let place = row % uniforms.places;
        let first = (row / uniforms.places) * uniforms.count;
        var sum = 0.0;
        for (var tap = 0; tap < uniforms.taps; tap = tap + 1) {
          let number = numbers[tap * uniforms.places + place];
          if (number >= 0 && number < uniforms.count) { sum = sum + x[(first + number) * uniforms.channels + channel]; }
        }
        result[index] = sum;`,
    } as const;
    return runWgsl(backend, wgsl, [x, numbers], [batch, places, channels]);
  });
}
