/** Kinds of numbers in a safetensors file, and what becomes of them: float32, exactly. */
import { WeightFileError } from './types';

/** Bytes of one value, for every kind that the format knows. */
export const dtypeBytes: ReadonlyMap<string, number> = new Map([
  ['BOOL', 1],
  ['U8', 1],
  ['I8', 1],
  ['F8_E4M3', 1],
  ['F8_E5M2', 1],
  ['I16', 2],
  ['U16', 2],
  ['F16', 2],
  ['BF16', 2],
  ['I32', 4],
  ['U32', 4],
  ['F32', 4],
  ['I64', 8],
  ['U64', 8],
  ['F64', 8],
]);

const readable = ['F32', 'F16', 'BF16', 'I64'];

export function isReadable(dtype: string): boolean {
  return readable.includes(dtype);
}

/** Whole numbers up to here are exact in float32. */
const EXACT = 2 ** 24;

/** `bytes` of a tensor, little-endian, as float32. Throws a WeightFileError naming the tensor. */
export function toFloat32(name: string, dtype: string, bytes: ArrayBuffer): Float32Array {
  switch (dtype) {
    case 'F32':
      return new Float32Array(bytes);
    case 'BF16':
      return fromBfloat16(new Uint16Array(bytes));
    case 'F16':
      return fromFloat16(new Uint16Array(bytes));
    case 'I64':
      return fromInt64(name, new BigInt64Array(bytes));
    default:
      throw new WeightFileError(
        `"${name}" is stored as ${dtype}; Patchbay reads F32, F16, BF16 and I64.`,
        'Save it from PyTorch with .float() and try again.',
      );
  }
}

/** The upper half of a float32. */
function fromBfloat16(halves: Uint16Array): Float32Array {
  const words = new Uint32Array(halves.length);
  for (let i = 0; i < halves.length; i++) words[i] = halves[i] << 16;
  return new Float32Array(words.buffer);
}

/** IEEE 754 binary16: one sign bit, 5 of the exponent, 10 of the fraction. */
function fromFloat16(halves: Uint16Array): Float32Array {
  const words = new Uint32Array(halves.length);
  for (let i = 0; i < halves.length; i++) {
    const half = halves[i];
    const sign = (half & 0x8000) << 16;
    let exponent = (half >> 10) & 0x1f;
    let fraction = half & 0x3ff;
    if (exponent === 0x1f) {
      words[i] = sign | 0x7f800000 | (fraction << 13);
    } else if (exponent !== 0) {
      words[i] = sign | ((exponent + 112) << 23) | (fraction << 13);
    } else if (fraction === 0) {
      words[i] = sign;
    } else {
      // Too small for a full exponent there, not here: shift until the leading one is implied.
      exponent = 113;
      while ((fraction & 0x400) === 0) {
        fraction <<= 1;
        exponent--;
      }
      words[i] = sign | (exponent << 23) | ((fraction & 0x3ff) << 13);
    }
  }
  return new Float32Array(words.buffer);
}

function fromInt64(name: string, integers: BigInt64Array): Float32Array {
  const values = new Float32Array(integers.length);
  for (let i = 0; i < integers.length; i++) {
    const value = Number(integers[i]);
    if (Math.abs(value) > EXACT) {
      throw new WeightFileError(
        `"${name}" holds the whole number ${integers[i]}, beyond what 32-bit floats hold exactly.`,
      );
    }
    values[i] = value;
  }
  return values;
}
