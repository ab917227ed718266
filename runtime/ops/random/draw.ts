/** What ops that draw random numbers share: a stream for each seed, step and key, and the draws. */
import { sizeOf } from '../../graph/types';
import { expectRankAtMost4, fail } from '../shapes';
import type { Op, ValueType } from '../types';
import { hashText, mix32 } from './hash';

export interface RandomAttrs {
  readonly shape: readonly number[];
  /** Tells draws of one step apart. */
  readonly key: string;
}

export const randomDefaults: RandomAttrs = { shape: [], key: '' };

/** All of an op that draws values of a shape but how; `cost` is in operations a value. */
export function drawn(name: string, cost: number): Omit<Op<RandomAttrs>, 'defaults' | 'run'> {
  return {
    name,
    impure: true,
    infer(inputs, { shape }) {
      if (inputs.length > 0) fail(name, `takes no inputs, got ${inputs.length}`);
      const output: ValueType = { shape: [...shape], dtype: 'float32' };
      expectRankAtMost4(name, output);
      return output;
    },
    flops: (_inputs, output) => cost * sizeOf(output.shape),
    gradient: () => [],
    // Computed on the host and uploaded.
    dispatches: () => 0,
  };
}

/** The stream of one draw. */
export function streamOf(seed: number, step: number, key: string): number {
  return mix32(mix32(mix32(seed | 0) ^ step) ^ hashText(key));
}

/** 24 random bits of a stream. */
const bits = (stream: number, index: number) => mix32(mix32(index) ^ stream) >>> 8;

/** `size` numbers in [0, 1), each a multiple of 2^-24. */
export function uniforms(size: number, stream: number): Float32Array {
  return Float32Array.from({ length: size }, (_, index) => bits(stream, index) / 2 ** 24);
}

/** `size` numbers of mean 0 and variance 1, two uniform ones each. */
export function normals(size: number, stream: number): Float32Array {
  return Float32Array.from({ length: size }, (_, index) => {
    // Never 0, whose logarithm is infinite.
    const radius = Math.sqrt(-2 * Math.log((bits(stream, 2 * index) + 0.5) / 2 ** 24));
    return radius * Math.cos((2 * Math.PI * bits(stream, 2 * index + 1)) / 2 ** 24);
  });
}
