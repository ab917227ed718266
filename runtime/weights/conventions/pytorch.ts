/** Names of a PyTorch module whose attributes are called as the nodes of the graph. */
import type { Convention } from '../types';
import { attention, recurrent } from './shared';

export const pytorch: Convention = {
  id: 'pytorch',
  title: 'PyTorch, with the names of this graph',
  rules: [
    ...attention('{path*}', '{path}', {
      fused: ['in_proj_weight', 'in_proj_bias'],
      query: ['q_proj_weight', 'q_proj.bias'],
      key: ['k_proj_weight', 'k_proj.bias'],
      value: ['v_proj_weight', 'v_proj.bias'],
      output: ['out_proj.weight', 'out_proj.bias'],
    }),
    ...recurrent('{path*}/layer_{l}/forward', '{path}', 'l{l}'),
    ...recurrent('{path*}/layer_{l}/backward', '{path}', 'l{l}_reverse'),
    {
      ours: '{path*}/kernel',
      theirs: [
        { name: '{path}.weight', layout: 'patches' },
        { name: '{path}.weight', layout: 'linear' },
        { name: '{path}.weight', layout: 'convolution' },
      ],
    },
    { ours: '{path*}/depthwise_kernel', theirs: [{ name: '{path}.weight', layout: 'depthwise' }] },
    { ours: '{path*}/gamma', theirs: [{ name: '{path}.weight', layout: 'same' }] },
    { ours: '{path*}/beta', theirs: [{ name: '{path}.bias', layout: 'same' }] },
    { ours: '{path*}/moving_mean', theirs: [{ name: '{path}.running_mean', layout: 'same' }] },
    { ours: '{path*}/moving_variance', theirs: [{ name: '{path}.running_var', layout: 'same' }] },
    { ours: '{path*}/table', theirs: [{ name: '{path}.weight', layout: 'same' }] },
    { ours: '{path*}', theirs: [{ name: '{path}', layout: 'same' }] },
  ],
};
