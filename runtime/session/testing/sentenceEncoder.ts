/**
 * Universal Sentence Encoder Lite in float64, token by token, without padding: Cer et al. 2018,
 * section 3.1, as the published graph computes it.
 */

export type Weights = Readonly<
  Record<string, { readonly shape: readonly number[]; readonly data: Float32Array }>
>;

type Row = readonly number[];

/** Embedding of the ids, of length 1. Names of weights are those of the preset. */
export function embed(ids: readonly number[], weights: Weights, heads: number): Row {
  const get = (name: string) => weights[`share:encoder/${name}`];
  const table = get('embedding/table');
  const width = table.shape[1];
  const x = ids.map((id, place) =>
    position(place, width).map((wave, j) => 2 * table.data[id * width + j] + wave),
  );

  const first = attend(normalize(x, get, 'layer-1/norm-1'), get, 'layer-1/attention', heads);
  const widened = affine(x, get, 'layer-1/widen');
  const y = feedForward(sum(first, widened), get, 'layer-1');
  const second = attend(normalize(y, get, 'layer-2/norm-1'), get, 'layer-2/attention', heads);
  const z = feedForward(sum(second, y), get, 'layer-2');

  const mean = z[0].map((_, j) => z.reduce((total, row) => total + row[j], 0) / z.length);
  const hidden = affine([mean], get, 'hidden')[0].map(Math.tanh);
  const length = Math.hypot(...hidden);
  return hidden.map((value) => value / length);
}

type Get = (name: string) => Weights[string];

/** Waves of 10000^(-i / (n - 1)), n = width / 2: sines, then cosines. */
function position(place: number, width: number): Row {
  const count = width / 2;
  return Array.from({ length: width }, (_, j) => {
    const angle = place * 10000 ** (-(j % count) / (count - 1));
    return j < count ? Math.sin(angle) : Math.cos(angle);
  });
}

function affine(rows: readonly Row[], get: Get, name: string): Row[] {
  const { shape, data } = get(`${name}/kernel`);
  const bias = get(`${name}/bias`).data;
  return rows.map((row) =>
    Array.from(bias, (start, j) =>
      row.reduce((total, value, i) => total + value * data[i * shape[1] + j], start),
    ),
  );
}

function normalize(rows: readonly Row[], get: Get, name: string): Row[] {
  const gamma = get(`${name}/gamma`).data;
  const beta = get(`${name}/beta`).data;
  return rows.map((row) => {
    const mean = row.reduce((a, b) => a + b, 0) / row.length;
    const variance = row.reduce((a, b) => a + (b - mean) ** 2, 0) / row.length;
    return row.map(
      (value, j) => ((value - mean) / Math.sqrt(variance + 1e-6)) * gamma[j] + beta[j],
    );
  });
}

function attend(rows: readonly Row[], get: Get, name: string, heads: number): Row[] {
  const [queries, keys, values] = ['query', 'key', 'value'].map((part) =>
    affine(rows, get, `${name}/${part}`),
  );
  const share = rows[0].length / heads;
  const mixed = queries.map((query) => {
    const row = Array.from(query, () => 0);
    for (let head = 0; head < heads; head++) {
      const at = head * share;
      const powers = keys.map((key) => {
        let score = 0;
        for (let j = at; j < at + share; j++) score += query[j] * key[j];
        return Math.exp(score / Math.sqrt(share));
      });
      const total = powers.reduce((a, b) => a + b, 0);
      for (let j = at; j < at + share; j++) {
        row[j] = powers.reduce(
          (mix, power, source) => mix + (power / total) * values[source][j],
          0,
        );
      }
    }
    return row;
  });
  return affine(mixed, get, `${name}/output`);
}

function feedForward(rows: readonly Row[], get: Get, layer: string): Row[] {
  const inner = affine(normalize(rows, get, `${layer}/norm-2`), get, `${layer}/mlp/inner`);
  const rectified = inner.map((row) => row.map((value) => Math.max(0, value)));
  return sum(affine(rectified, get, `${layer}/mlp/outer`), rows);
}

function sum(a: readonly Row[], b: readonly Row[]): Row[] {
  return a.map((row, t) => row.map((value, j) => value + b[t][j]));
}
