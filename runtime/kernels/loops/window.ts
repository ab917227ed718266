/** Loops over sliding windows of images [B, H, W, C]: im2col, its adjoint, and max pooling's gradient. */

export interface WindowGeometry {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly kernelHeight: number;
  readonly kernelWidth: number;
  readonly strideHeight: number;
  readonly strideWidth: number;
  readonly top: number;
  readonly left: number;
}

/**
 * Calls `visit` for each tap of each window that lies inside the image: the offset of its first
 * channel in the image, and the number of the tap, counted over batch, output and kernel positions.
 */
function forEachTap(g: WindowGeometry, visit: (pixel: number, tap: number) => void): void {
  let tap = 0;
  for (let b = 0; b < g.batch; b++) {
    for (let oh = 0; oh < g.outHeight; oh++) {
      for (let ow = 0; ow < g.outWidth; ow++) {
        for (let kh = 0; kh < g.kernelHeight; kh++) {
          const h = oh * g.strideHeight - g.top + kh;
          for (let kw = 0; kw < g.kernelWidth; kw++, tap++) {
            const w = ow * g.strideWidth - g.left + kw;
            if (h < 0 || h >= g.height || w < 0 || w >= g.width) continue;
            visit(((b * g.height + h) * g.width + w) * g.channels, tap);
          }
        }
      }
    }
  }
}

/** Windows as rows: [B * OH * OW, kh * kw * C], zeros outside the image. */
export function imageToColumns(x: Float32Array, g: WindowGeometry, columns: Float32Array): void {
  const { channels } = g;
  columns.fill(0);
  forEachTap(g, (pixel, tap) => {
    const target = tap * channels;
    for (let c = 0; c < channels; c++) columns[target + c] = x[pixel + c]!;
  });
}

/** Adjoint of `imageToColumns`: adds every window back to its place. */
export function columnsToImage(columns: Float32Array, g: WindowGeometry, x: Float32Array): void {
  const { channels } = g;
  x.fill(0);
  forEachTap(g, (pixel, tap) => {
    const source = tap * channels;
    for (let c = 0; c < channels; c++) x[pixel + c] = x[pixel + c]! + columns[source + c]!;
  });
}

/** Each output's gradient goes to the first largest element of its window. */
export function maxPoolGrad(
  x: Float32Array,
  grad: Float32Array,
  g: WindowGeometry,
  out: Float32Array,
): void {
  const { channels } = g;
  const taps = g.kernelHeight * g.kernelWidth;
  const best = new Float32Array(grad.length).fill(Number.NEGATIVE_INFINITY);
  const places = new Int32Array(grad.length).fill(-1);
  forEachTap(g, (pixel, tap) => {
    const target = Math.floor(tap / taps) * channels;
    for (let c = 0; c < channels; c++) {
      if (x[pixel + c]! > best[target + c]!) {
        best[target + c] = x[pixel + c]!;
        places[target + c] = pixel + c;
      }
    }
  });
  out.fill(0);
  for (let i = 0; i < places.length; i++) {
    const place = places[i]!;
    if (place >= 0) out[place] = out[place]! + grad[i]!;
  }
}
