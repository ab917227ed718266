/**
 * Row p of each example of `out` [B, P, C] is the sum of the rows numbers[t, p] of `x` [B, N, C]
 * over taps t; a number that is no row stands for zeros. `numbers` is [taps, P].
 */
export function sumOfRows(
  x: Float32Array,
  numbers: Int32Array,
  [batch, count, channels]: readonly [number, number, number],
  places: number,
  out: Float32Array,
): void {
  const taps = numbers.length / places;
  for (let example = 0; example < batch; example++) {
    for (let place = 0; place < places; place++) {
      const target = (example * places + place) * channels;
      out.fill(0, target, target + channels);
      for (let tap = 0; tap < taps; tap++) {
        const number = numbers[tap * places + place]!;
        if (number < 0 || number >= count) continue;
        const source = (example * count + number) * channels;
        for (let c = 0; c < channels; c++) {
          out[target + c] = out[target + c]! + x[source + c]!;
        }
      }
    }
  }
}
