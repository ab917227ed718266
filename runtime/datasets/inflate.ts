/** Inflates gzip bytes, in the browser and in Node. */

/**
 * @param maxBytes the most it may grow to; reading stops there, so that a small file cannot fill
 *   the memory.
 * @throws Error where the bytes are no gzip or grow beyond `maxBytes`.
 */
export async function inflate(
  bytes: Uint8Array<ArrayBuffer>,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const reader = new Blob([bytes])
    .stream()
    .pipeThrough(new DecompressionStream('gzip'))
    .getReader();
  const chunks: Uint8Array[] = [];
  let total = 0;
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      total += part.value.length;
      if (total > maxBytes) throw new Error(`it inflates to more than ${maxBytes} bytes`);
      chunks.push(part.value);
    }
  } catch (cause) {
    await reader.cancel().catch(() => {});
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`The compressed data cannot be read: ${reason}`, { cause });
  }
  const result = new Uint8Array(total);
  let offset = 0;
  for (const chunk of chunks) {
    result.set(chunk, offset);
    offset += chunk.length;
  }
  return result;
}
