/** Attention weights as maps to draw: one head or the mean of all, and the share of the largest. */

/** Row-major weights, one row a query, one column a source. */
export interface AttentionMap {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
}

/** Attention of the first example of a batch: [B, heads, tokens, source], or [B, tokens, source]. */
export interface AttentionTensor {
  readonly heads: number;
  readonly tokens: number;
  readonly source: number;
  readonly data: Float32Array;
}

/** Null where the value is not attention: not of three or four axes, or data of another size. */
export function toAttentionTensor(value: {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}): AttentionTensor | null {
  const { shape } = value;
  if (shape.length !== 3 && shape.length !== 4) return null;
  const [batch, heads, tokens, source] =
    shape.length === 3 ? [shape[0], 1, shape[1], shape[2]] : shape;
  if (batch < 1 || value.data.length !== batch * heads * tokens * source) return null;
  return { heads, tokens, source, data: value.data };
}

/** The map of one head; no copy. */
export function headMap(attention: AttentionTensor, head: number): AttentionMap {
  const size = attention.tokens * attention.source;
  return {
    rows: attention.tokens,
    columns: attention.source,
    values: attention.data.subarray(head * size, (head + 1) * size),
  };
}

/** The mean over all heads. */
export function meanMap(attention: AttentionTensor): AttentionMap {
  const size = attention.tokens * attention.source;
  const values = new Float32Array(size);
  for (let head = 0; head < attention.heads; head++) {
    const offset = head * size;
    for (let i = 0; i < size; i++) values[i] += attention.data[offset + i] / attention.heads;
  }
  return { rows: attention.tokens, columns: attention.source, values };
}

/** What one query attends to; no copy. */
export function rowOf(map: AttentionMap, row: number): Float32Array {
  return map.values.subarray(row * map.columns, (row + 1) * map.columns);
}

/** Largest finite value, 0 for none. */
export function largest(values: Float32Array): number {
  let max = 0;
  for (const value of values) if (value > max && value < Number.POSITIVE_INFINITY) max = value;
  return max;
}

/** The `count` places that a row attends to most, strongest first. */
export function strongest(row: Float32Array, count: number): { column: number; value: number }[] {
  return Array.from(row, (value, column) => ({ column, value }))
    .sort((a, b) => b.value - a.value || a.column - b.column)
    .slice(0, count);
}

/**
 * A map made small by keeping the largest of each cell, so that a lone strong link stays visible.
 * Returns the map itself where it already fits.
 */
export function shrink(map: AttentionMap, most: number): AttentionMap {
  const step = Math.ceil(Math.max(map.rows, map.columns) / most);
  if (step <= 1) return map;
  const rows = Math.ceil(map.rows / step);
  const columns = Math.ceil(map.columns / step);
  const values = new Float32Array(rows * columns);
  for (let row = 0; row < map.rows; row++) {
    const target = Math.floor(row / step) * columns;
    for (let column = 0; column < map.columns; column++) {
      const at = target + Math.floor(column / step);
      const value = map.values[row * map.columns + column];
      if (value > values[at]) values[at] = value;
    }
  }
  return { rows, columns, values };
}
