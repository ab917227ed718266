/**
 * Hungarian matching on the device, as in ops/assignment/assign.ts: a workgroup serves an example,
 * its threads share the columns. Reading costs back would stall the queue, and Node has no way to
 * read them while a program runs.
 */
import type * as tfjs from '@tensorflow/tfjs-core';
import { registerWebgpu, runWgsl, WORKGROUP } from './program';

/** Inputs: cost [B, Q, M], and 1 or 0 for each target [B, M]; gives float32 [B, M]. */
export function registerAssignment(tf: typeof tfjs): void {
  registerWebgpu(tf, 'LinearSumAssignment', (backend, inputs) => {
    const [cost, isReal] = [inputs[0]!, inputs[1]!];
    const [batch, queries, targets] = cost.shape as [number, number, number];
    const wgsl = {
      // The sizes of shared arrays are part of the code.
      key: `linearSumAssignment ${queries} ${targets}`,
      inputs: ['cost', 'isReal'],
      uniforms: { batch: ['int32', batch] },
      header: headerOf(queries, targets),
      body: bodyOf(queries, targets),
      groups: batch,
    } as const;
    return runWgsl(backend, wgsl, [cost, isReal], [batch, targets]);
  });
}

const headerOf = (queries: number, targets: number) => `
  var<workgroup> rowPrice : array<f32, ${targets + 1}>;
  var<workgroup> columnPrice : array<f32, ${queries + 1}>;
  var<workgroup> shortest : array<f32, ${queries + 1}>;
  var<workgroup> rowOf : array<i32, ${queries + 1}>;
  var<workgroup> before : array<i32, ${queries + 1}>;
  var<workgroup> isDone : array<i32, ${queries + 1}>;
  var<workgroup> bestLength : array<f32, ${WORKGROUP}>;
  var<workgroup> bestColumn : array<i32, ${WORKGROUP}>;
  var<workgroup> isTarget : i32;
  var<workgroup> current : i32;
  var<workgroup> isFree : i32;
  var<workgroup> stride : f32;`;

/** For the columns of a thread, from `start` on. */
const forColumns = (start: number, queries: number, statement: string) =>
  `for (var j = ${start} + lane; j <= ${queries}; j = j + ${WORKGROUP}) { ${statement} }`;

// Barriers must be reached by all threads alike, so conditions of loops are loaded for the workgroup.
const bodyOf = (queries: number, targets: number) => `
  let lane = i32(localIndex);
  // Dispatches may be folded, so there can be groups too many: they repeat the last example.
  let n = min(index / ${WORKGROUP}, uniforms.batch - 1);
  ${forColumns(0, queries, 'rowOf[j] = 0; columnPrice[j] = 0.0;')}
  for (var i = lane; i <= ${targets}; i = i + ${WORKGROUP}) { rowPrice[i] = 0.0; }
  workgroupBarrier();
  for (var row = 1; row <= ${targets}; row = row + 1) {
    if (lane == 0) {
      isTarget = i32(isReal[n * ${targets} + row - 1]);
      rowOf[0] = row;
      current = 0;
    }
    if (workgroupUniformLoad(&isTarget) == 0) { continue; }
    ${forColumns(0, queries, 'shortest[j] = 3.0e38; before[j] = 0; isDone[j] = 0;')}
    workgroupBarrier();
    loop {
      let column = workgroupUniformLoad(&current);
      if (lane == 0) { isDone[column] = 1; }
      workgroupBarrier();
      let owner = rowOf[column];
      var best = 3.0e38;
      var found = -1;
      ${forColumns(
        1,
        queries,
        `if (isDone[j] == 0) {
          let length = cost[(n * ${queries} + j - 1) * ${targets} + owner - 1]
            - rowPrice[owner] - columnPrice[j];
          if (length < shortest[j]) { shortest[j] = length; before[j] = column; }
          if (found < 0 || shortest[j] < best) { best = shortest[j]; found = j; }
        }`,
      )}
      bestLength[lane] = best;
      bestColumn[lane] = found;
      workgroupBarrier();
      if (lane == 0) {
        for (var other = 1; other < ${WORKGROUP}; other = other + 1) {
          let isNearer = bestLength[other] < best
            || (bestLength[other] == best && bestColumn[other] < found);
          if (bestColumn[other] >= 0 && (found < 0 || isNearer)) {
            best = bestLength[other];
            found = bestColumn[other];
          }
        }
        current = found;
        stride = best;
        isFree = select(0, 1, rowOf[found] == 0);
      }
      let length = workgroupUniformLoad(&stride);
      ${forColumns(
        0,
        queries,
        `if (isDone[j] == 1) {
          rowPrice[rowOf[j]] = rowPrice[rowOf[j]] + length;
          columnPrice[j] = columnPrice[j] - length;
        } else { shortest[j] = shortest[j] - length; }`,
      )}
      if (workgroupUniformLoad(&isFree) == 1) { break; }
    }
    if (lane == 0) {
      var column = current;
      while (column != 0) {
        let former = before[column];
        rowOf[column] = rowOf[former];
        column = former;
      }
    }
    workgroupBarrier();
  }
  for (var i = lane; i < ${targets}; i = i + ${WORKGROUP}) {
    var query = -1;
    if (isReal[n * ${targets} + i] != 0.0) {
      for (var j = 1; j <= ${queries}; j = j + 1) {
        if (rowOf[j] == i + 1) { query = j - 1; }
      }
    }
    result[n * ${targets} + i] = f32(query);
  }`;
