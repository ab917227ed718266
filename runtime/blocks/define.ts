/** Declares blocks, with the types of ports and parameters inferred for `build`. */
import type { PortSpec } from '../graph/document';
import type { Value } from '../ops/types';
import type {
  BlockBuilder,
  ChoiceParam,
  CompositeBlock,
  FloatParam,
  InputValues,
  IntParam,
  ParamSpec,
  ParamValues,
  PrimitiveBlock,
  SwitchParam,
} from './types';

/** A whole-number parameter. */
export function int(spec: Omit<IntParam, 'kind'>): IntParam {
  return { kind: 'int', ...spec };
}

export function float(spec: Omit<FloatParam, 'kind'>): FloatParam {
  return { kind: 'float', ...spec };
}

/** One of a few named values; `choices` maps each value to the words shown for it. */
export function choice<const C extends string>(
  spec: Omit<ChoiceParam<C>, 'kind' | 'default'> & { readonly default: NoInfer<C> },
): ChoiceParam<C> {
  return { kind: 'choice', ...spec };
}

export function flag(spec: Omit<SwitchParam, 'kind'>): SwitchParam {
  return { kind: 'switch', ...spec };
}

/** A block made of ops. */
export function defineBlock<
  const I extends Readonly<Record<string, PortSpec>>,
  const O extends Readonly<Record<string, PortSpec>>,
  const P extends Readonly<Record<string, ParamSpec>>,
>(
  block: Omit<PrimitiveBlock, 'kind' | 'inputs' | 'outputs' | 'params' | 'build' | 'outputAxes'> & {
    readonly inputs: I;
    readonly outputs: O;
    readonly params: P;
    build(
      b: BlockBuilder,
      inputs: InputValues<I>,
      params: ParamValues<P>,
    ): { readonly [K in keyof O]: Value };
    outputAxes?(
      inputs: Readonly<Record<string, readonly string[]>>,
      params: ParamValues<P>,
    ): Readonly<Partial<Record<keyof O & string, readonly string[]>>>;
  },
): PrimitiveBlock {
  return { kind: 'primitive', ...block } as unknown as PrimitiveBlock;
}

/** A block made of blocks, which the canvas can open. */
export function defineComposite(block: Omit<CompositeBlock, 'kind'>): CompositeBlock {
  return { kind: 'composite', ...block };
}
