/** A symbol as papers set it: what follows the underscore is a subscript. */
export function MathSymbol({ text }: { readonly text: string }) {
  const [base, ...rest] = text.split('_');
  const below = rest.join('_');
  return (
    <i>
      {base}
      {below && <sub>{below}</sub>}
    </i>
  );
}
