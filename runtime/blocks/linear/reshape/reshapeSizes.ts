/** The sizes that a reshape asks for, and what it says of those that cannot be. */
import { sizeOf } from '../../../graph/types';
import type { Value } from '../../../ops/types';
import { setParamFixes } from '../../shared/divisors';
import type { BlockBuilder } from '../../types';

type Sizes = Readonly<Record<'first' | 'second' | 'third' | 'fourth', number>>;

/** Sizes of the axes behind the batch of [B, ...]: 0 is no axis, -1 what is left. */
export function reshapeSizes(b: BlockBuilder, x: Value, params: Sizes): readonly number[] {
  const { first, second, third, fourth } = params;
  const asked = Object.entries({ first, second, third, fourth }).filter(([, size]) => size !== 0);
  const open = asked.filter(([, size]) => size === -1);
  const all = sizeOf(x.shape.slice(1));
  const given = asked.reduce((product, [, size]) => product * Math.abs(size), 1);
  if (open.length > 1) {
    b.fail('param/invalid', 'Only one axis can take what is left.', {
      param: open[1][0],
      hint: 'Give all sizes but one a number, or 0 for no axis.',
      short: `${open.length} axes of -1`,
      fixes: setParamFixes(open[1][0], `the ${open[1][0]} size`, [0]),
    });
  }
  if (asked.length === 0 || all % given !== 0 || (open.length === 0 && given !== all)) {
    const sizes = asked.map(([, size]) => (size === -1 ? 'what is left' : size));
    const [name] = (asked.length > 0 ? asked[asked.length - 1] : null) ?? ['first'];
    const others = asked.filter(([each]) => each !== name);
    const rest = all / others.reduce((product, [, size]) => product * size, 1);
    b.fail(
      'shape/indivisible',
      asked.length === 0
        ? 'Every size is 0, so no axis is left.'
        : `${all} numbers an example do not fill ${sizes.join(' x ')}.`,
      {
        param: name,
        hint: 'The sizes must multiply to the numbers of one example; -1 stands for what is left.',
        short: `${x.shape.slice(1).join(' x ')} into ${sizes.join(' x ')}`,
        fixes:
          open.length === 0 && Number.isInteger(rest)
            ? setParamFixes(name, `the ${name} size`, [rest])
            : [],
      },
    );
  }
  return asked.map(([, size]) => (size === -1 ? all / given : size));
}
