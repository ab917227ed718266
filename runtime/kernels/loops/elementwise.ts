/** Elementwise maths in one pass over float arrays; the last argument is written. */

const TANH_SCALE = 0.7978845608028654;
const CUBIC = 0.044715;
const DENSITY_SCALE = 0.3989422804014327;

/**
 * Error function by Abramowitz and Stegun 7.1.26 (error below 1.5e-7), whose exponential e^(-x^2)
 * the caller has at hand for the density as well.
 */
function erfFromExp(x: number, expOfMinusSquare: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const polynomial =
    ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  const positive = 1 - polynomial * expOfMinusSquare;
  return x < 0 ? -positive : positive;
}

/** tanh by one exponential; exact to float32 and free of overflow. */
function tanh(x: number): number {
  return 1 - 2 / (Math.exp(2 * x) + 1);
}

/** x Phi(x). */
export function gelu(x: Float32Array, out: Float32Array): void {
  for (let i = 0; i < x.length; i++) {
    const value = x[i]!;
    const share = 0.5 * (1 + erfFromExp(value * Math.SQRT1_2, Math.exp(-0.5 * value * value)));
    out[i] = value * share;
  }
}

/** gelu's tanh approximation. */
export function geluTanh(x: Float32Array, out: Float32Array): void {
  for (let i = 0; i < x.length; i++) {
    const value = x[i]!;
    const inner = TANH_SCALE * value * (1 + CUBIC * value * value);
    out[i] = 0.5 * value * (1 + tanh(inner));
  }
}

/** g (Phi(x) + x phi(x)). */
export function geluGrad(x: Float32Array, grad: Float32Array, out: Float32Array): void {
  for (let i = 0; i < x.length; i++) {
    const value = x[i]!;
    const bell = Math.exp(-0.5 * value * value);
    const share = 0.5 * (1 + erfFromExp(value * Math.SQRT1_2, bell));
    out[i] = grad[i]! * (share + value * bell * DENSITY_SCALE);
  }
}

/** Gradient of gelu's tanh approximation. */
export function geluTanhGrad(x: Float32Array, grad: Float32Array, out: Float32Array): void {
  for (let i = 0; i < x.length; i++) {
    const value = x[i]!;
    const squared = value * value;
    const share = 0.5 * (1 + tanh(TANH_SCALE * value * (1 + CUBIC * squared)));
    const slope = 2 * TANH_SCALE * (1 + 3 * CUBIC * squared);
    out[i] = grad[i]! * (share + value * share * (1 - share) * slope);
  }
}

/** g where y > 0, else 0. */
export function reluGrad(y: Float32Array, grad: Float32Array, out: Float32Array): void {
  for (let i = 0; i < y.length; i++) out[i] = y[i]! > 0 ? grad[i]! : 0;
}

/** beta m + (1 - beta) g. */
export function adamMean(
  m: Float32Array,
  grad: Float32Array,
  beta: number,
  out: Float32Array,
): void {
  const rest = 1 - beta;
  for (let i = 0; i < m.length; i++) out[i] = beta * m[i]! + rest * grad[i]!;
}

/** beta v + (1 - beta) g^2. */
export function adamVariance(
  v: Float32Array,
  grad: Float32Array,
  beta: number,
  out: Float32Array,
): void {
  const rest = 1 - beta;
  for (let i = 0; i < v.length; i++) {
    const g = grad[i]!;
    out[i] = beta * v[i]! + rest * g * g;
  }
}

/** keep param - stepSize m / (sqrt(v) + epsilon). */
export function adamStep(
  param: Float32Array,
  m: Float32Array,
  v: Float32Array,
  stepSize: number,
  epsilon: number,
  keep: number,
  out: Float32Array,
): void {
  for (let i = 0; i < param.length; i++) {
    out[i] = keep * param[i]! - (stepSize * m[i]!) / (Math.sqrt(v[i]!) + epsilon);
  }
}

/** a x + b y. */
export function axpby(
  a: number,
  x: Float32Array,
  b: number,
  y: Float32Array,
  out: Float32Array,
): void {
  for (let i = 0; i < x.length; i++) out[i] = a * x[i]! + b * y[i]!;
}
