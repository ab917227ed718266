/** Rules that several conventions share. */
import type { Layout, Rule, Target } from '../types';

/** Names of the kernel and the bias, after the module's name. */
type Names = readonly [weight: string, bias: string];

export interface AttentionNames {
  /** Query, key and value joined in one. */
  readonly fused?: Names;
  readonly query?: Names;
  readonly key?: Names;
  readonly value?: Names;
  readonly output: Names;
}

const roles = ['query', 'key', 'value'] as const;

/** `ours`: pattern of the node; `theirs`: name of the module. */
export function attention(ours: string, theirs: string, names: AttentionNames): readonly Rule[] {
  const rules: Rule[] = [];
  const kinds = [
    ['kernel', 0, 'linear'],
    ['bias', 1, 'same'],
  ] as const;
  for (const [weight, kind, layout] of kinds) {
    const parts = roles.map((role) => `${ours}/${role}/${weight}`);
    for (const role of roles) {
      const targets: Target[] = [];
      if (names.fused) targets.push({ name: `${theirs}.${names.fused[kind]}`, layout, parts });
      const own = names[role];
      if (own) targets.push({ name: `${theirs}.${own[kind]}`, layout });
      rules.push({
        ours: `${ours}/${role}/${weight}`,
        theirs: targets,
        beside: `${ours}/value/kernel`,
      });
    }
    rules.push({
      ours: `${ours}/output/${weight}`,
      theirs: [{ name: `${theirs}.${names.output[kind]}`, layout }],
      beside: `${ours}/value/kernel`,
    });
  }
  return rules;
}

/** A linear layer, a convolution or the map of patches, with its bias. */
export function affine(ours: string, theirs: string, layout: Layout = 'linear'): readonly Rule[] {
  return [
    { ours: `${ours}/kernel`, theirs: [{ name: `${theirs}.weight`, layout }] },
    { ours: `${ours}/bias`, theirs: [{ name: `${theirs}.bias`, layout: 'same' }] },
  ];
}

/** Layer or batch normalization. */
export function norm(ours: string, theirs: string): readonly Rule[] {
  return [
    { ours: `${ours}/gamma`, theirs: [{ name: `${theirs}.weight`, layout: 'same' }] },
    { ours: `${ours}/beta`, theirs: [{ name: `${theirs}.bias`, layout: 'same' }] },
    { ours: `${ours}/moving_mean`, theirs: [{ name: `${theirs}.running_mean`, layout: 'same' }] },
    {
      ours: `${ours}/moving_variance`,
      theirs: [{ name: `${theirs}.running_var`, layout: 'same' }],
    },
  ];
}

/** One layer and direction of an RNN, LSTM or GRU; `suffix`: `l0_reverse`. Gates are ordered alike. */
export function recurrent(ours: string, theirs: string, suffix: string): readonly Rule[] {
  const rule = (weight: string, name: string, layout: Layout): Rule => ({
    ours: `${ours}/${weight}`,
    theirs: [{ name: `${theirs}.${name}_${suffix}`, layout }],
    beside: `${ours}/recurrent_kernel`,
  });
  return [
    rule('kernel', 'weight_ih', 'linear'),
    rule('recurrent_kernel', 'weight_hh', 'linear'),
    rule('bias', 'bias_ih', 'same'),
    rule('recurrent_bias', 'bias_hh', 'same'),
  ];
}
