/** Declares an op. The explicit return type keeps the op table's type free of cycles. */
import type { NoAttrs, Op } from './types';

/** An op without attributes. */
export function defineOp(op: Omit<Op, 'defaults'>): Op<NoAttrs> {
  return { ...op, defaults: {} };
}

/** An op with attributes; `defaults` are used where a caller leaves them out. */
export function defineOpWith<A>(defaults: A, op: Omit<Op<A>, 'defaults'>): Op<A> {
  return { ...op, defaults };
}
