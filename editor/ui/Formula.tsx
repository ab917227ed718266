/** A formula in LaTeX, set as MathML by KaTeX, which is loaded when the first one is shown. */
import { useEffect, useState } from 'react';
import { formulaLines } from './formulaLines';

/** Longer formulas are shown as they are written. */
const MAX_LENGTH = 2000;

export function Formula({ latex }: { readonly latex: string }) {
  const [math, setMath] = useState<readonly Element[]>([]);
  useEffect(() => {
    let current = true;
    setMath([]);
    if (latex.length > MAX_LENGTH) return;
    import('katex').then(
      ({ default: katex }) => {
        const set = (line: string) => {
          const html = katex.renderToString(line, {
            output: 'mathml',
            displayMode: true,
            throwOnError: false,
            trust: false,
            maxExpand: 100,
            maxSize: 10,
          });
          return new DOMParser().parseFromString(html, 'text/html').querySelector('math');
        };
        const parsed = formulaLines(latex)
          .map(set)
          .filter((line) => line !== null);
        if (current) setMath(parsed);
      },
      // Offline before it was ever loaded: the LaTeX source stays.
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [latex]);
  if (math.length === 0) return <code className="formula-source">{latex}</code>;
  return (
    <div
      className="formula"
      ref={(element) => {
        element?.replaceChildren(...math.map((line) => line.cloneNode(true)));
      }}
    />
  );
}
