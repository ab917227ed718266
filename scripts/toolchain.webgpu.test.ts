/** The WebGPU tests run on a device in Node: where this fails, the machine lacks the driver. */

import { expect, it } from 'vitest';
import { create, globals } from 'webgpu';

it('computes on a WebGPU device in Node', async () => {
  Object.assign(globalThis, globals);
  const adapter = await create([]).requestAdapter();
  expect(
    adapter,
    'no WebGPU adapter; is VK_ICD_FILENAMES set? (npm run test:webgpu)',
  ).not.toBeNull();
  const device = await adapter!.requestDevice();
  const module = device.createShaderModule({
    code: `@group(0) @binding(0) var<storage, read_write> values: array<f32>;
      @compute @workgroup_size(4) fn main(@builtin(global_invocation_id) id: vec3u) {
        values[id.x] = values[id.x] * 2.0;
      }`,
  });
  const pipeline = device.createComputePipeline({ layout: 'auto', compute: { module } });
  const { STORAGE, COPY_SRC, COPY_DST, MAP_READ } = GPUBufferUsage;
  const values = device.createBuffer({ size: 16, usage: STORAGE | COPY_SRC | COPY_DST });
  const result = device.createBuffer({ size: 16, usage: COPY_DST | MAP_READ });
  device.queue.writeBuffer(values, 0, new Float32Array([1, 2, 3, 4]));

  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  pass.setBindGroup(
    0,
    device.createBindGroup({
      layout: pipeline.getBindGroupLayout(0),
      entries: [{ binding: 0, resource: { buffer: values } }],
    }),
  );
  pass.dispatchWorkgroups(1);
  pass.end();
  encoder.copyBufferToBuffer(values, 0, result, 0, 16);
  device.queue.submit([encoder.finish()]);
  await result.mapAsync(GPUMapMode.READ);
  expect([...new Float32Array(result.getMappedRange())]).toEqual([2, 4, 6, 8]);
  device.destroy();
});
