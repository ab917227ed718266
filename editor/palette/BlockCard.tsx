/** What a block does, beside the palette, while it is pointed at. */
import { type CSSProperties, useEffect, useState } from 'react';
import type { BlockView } from '../canvas/blockView';
import { Formula } from '../ui/Formula';
import { familyTitles } from '../ui/families';

/** Not on the way past: after a moment's rest, ms. */
const DELAY = 350;

export function BlockCard({ block, top }: { readonly block: BlockView; readonly top: number }) {
  const [shown, setShown] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another block waits anew
  useEffect(() => {
    setShown(false);
    const timer = setTimeout(() => setShown(true), DELAY);
    return () => clearTimeout(timer);
  }, [block]);
  if (!shown || !block.docs) return null;
  const { summary, formula, paper } = block.docs;
  return (
    <aside className={`block-card family-${block.family}`} style={placeBeside(top)} aria-hidden>
      <p className="block-card-family">{familyTitles[block.family]}</p>
      <h4>{block.title}</h4>
      <p>{summary}</p>
      {formula && <Formula latex={formula} />}
      {paper && (
        <p className="muted">
          {paper.authors}, {paper.year}
        </p>
      )}
    </aside>
  );
}

/** Beside its row: growing downwards in the upper half of the window, upwards in the lower. */
function placeBeside(top: number): CSSProperties {
  return top < innerHeight / 2
    ? { top: Math.max(56, top - 8) }
    : { bottom: Math.max(8, innerHeight - top - 42) };
}
