/** Every formula and symbol of the catalogue is LaTeX that KaTeX can set. */
import katex from 'katex';
import { expect, it } from 'vitest';
import { allBlocks } from '../../runtime/index';

/** What KaTeX has against it, or null. Characters it knows no width of are faults as well. */
function fault(latex: string): string | null {
  const warnings: string[] = [];
  try {
    katex.renderToString(latex, {
      output: 'mathml',
      displayMode: true,
      throwOnError: true,
      strict: (code: string, message: string) => {
        warnings.push(`${code}: ${message}`);
        return 'ignore';
      },
    });
  } catch (error) {
    return String(error);
  }
  return warnings[0] ?? null;
}

it('sets the formula of every block', () => {
  const formulas = allBlocks().flatMap(({ id, docs }) =>
    docs.formula ? [[id, docs.formula]] : [],
  );
  expect(formulas.length).toBeGreaterThan(0);
  expect(
    formulas.flatMap(([id, latex]) => {
      const found = fault(latex);
      return found ? [`${id}: ${found}`] : [];
    }),
  ).toEqual([]);
});

it('finds a broken formula', () => {
  expect(fault(String.raw`\frac{a}`)).not.toBeNull();
});
