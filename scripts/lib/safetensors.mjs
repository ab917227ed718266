/** Writes float32 tensors as a safetensors file. */

/** @typedef {{ name: string, shape: readonly number[], data: Float32Array }} Tensor */

/**
 * 8 bytes with the length of the header, the header in JSON, the values in order, little-endian.
 * @param {readonly Tensor[]} tensors
 * @param {Readonly<Record<string, string>>} metadata
 */
export function toSafetensors(tensors, metadata) {
  /** @type {Record<string, unknown>} */
  const header = { __metadata__: metadata };
  let end = 0;
  for (const { name, shape, data } of tensors) {
    if (data.length !== shape.reduce((product, size) => product * size, 1)) {
      throw new Error(`${name} has ${data.length} values for ${shape.join(' x ')}`);
    }
    header[name] = { dtype: 'F32', shape, data_offsets: [end, end + data.byteLength] };
    end += data.byteLength;
  }
  const json = JSON.stringify(header);
  // Values begin at a multiple of 8; JSON may end in spaces.
  const text = Buffer.from(json.padEnd(Math.ceil(json.length / 8) * 8));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([
    length,
    text,
    ...tensors.map(({ data }) => Buffer.from(data.buffer, data.byteOffset, data.byteLength)),
  ]);
}
