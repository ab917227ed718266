/** A formula in LaTeX, set as MathML by KaTeX, which is loaded when the first one is shown. */
import { useEffect, useState } from 'react';

/** Longer formulas are shown as they are written. */
const MAX_LENGTH = 2000;

export function Formula({ latex }: { readonly latex: string }) {
  const [math, setMath] = useState<Element | null>(null);
  useEffect(() => {
    let current = true;
    setMath(null);
    if (latex.length > MAX_LENGTH) return;
    import('katex').then(
      ({ default: katex }) => {
        const html = katex.renderToString(latex, {
          output: 'mathml',
          displayMode: true,
          throwOnError: false,
          trust: false,
          maxExpand: 100,
          maxSize: 10,
        });
        const parsed = new DOMParser().parseFromString(html, 'text/html').querySelector('math');
        if (current) setMath(parsed);
      },
      // Offline before it was ever loaded: the LaTeX source stays.
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [latex]);
  if (!math) return <code className="formula-source">{latex}</code>;
  return (
    <div
      className="formula"
      ref={(element) => {
        element?.replaceChildren(math.cloneNode(true));
      }}
    />
  );
}
