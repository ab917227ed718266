/** The viridis colour scale (Smith and van der Walt 2015, CC0): even to the eye, safe for colour-blind readers. */

/** Every 15th of matplotlib's 256 colours; lines between them stay within 5/255 of the table. */
const STOPS = (
  '440154 481769 472a7a 433d84 3d4e8a 355e8d 2e6d8e 297b8e 23898e ' +
  '1f978b 21a585 2eb37c 46c06f 65cb5e 89d548 b0dd2f d8e219 fde725'
)
  .split(' ')
  .map((hex) => [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)));

/** 256 colours as RGBA words in the byte order of `ImageData`. */
const TABLE = makeTable();

function makeTable(): Uint32Array {
  const bytes = new Uint8ClampedArray(256 * 4);
  for (let i = 0; i < 256; i++) {
    const place = (i / 255) * (STOPS.length - 1);
    const left = Math.min(Math.floor(place), STOPS.length - 2);
    for (let channel = 0; channel < 3; channel++) {
      const from = STOPS[left][channel];
      const to = STOPS[left + 1][channel];
      bytes[i * 4 + channel] = Math.round(from + (to - from) * (place - left));
    }
    bytes[i * 4 + 3] = 255;
  }
  return new Uint32Array(bytes.buffer);
}

function indexOf(share: number): number {
  // NaN becomes 0 as well: `!(NaN > 0)`.
  if (!(share > 0)) return 0;
  return share >= 1 ? 255 : Math.round(share * 255);
}

/** Colour of a share in 0..1 as one RGBA word for a `Uint32Array` over `ImageData`. */
export function viridisWord(share: number): number {
  return TABLE[indexOf(share)];
}

/** The same colour for CSS: `rgb(68 1 84)`. */
export function viridisCss(share: number): string {
  const bytes = new Uint8Array(TABLE.buffer, indexOf(share) * 4, 3);
  return `rgb(${bytes[0]} ${bytes[1]} ${bytes[2]})`;
}

/** The scale as a CSS gradient, for legends. */
export function viridisGradient(direction = 'to right'): string {
  const colors = STOPS.map((stop) => `rgb(${stop.join(' ')})`);
  return `linear-gradient(${direction}, ${colors.join(', ')})`;
}
