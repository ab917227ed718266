/** Over the canvas: what the shown variant changes; where there is none, how to make one. */
import { ChevronDown, GitFork } from 'lucide-react';
import { useState } from 'react';
import { BASE } from '../../runtime/index';
import { useEditor } from '../store/EditorContext';
import { selectWhole } from '../store/selectors';
import { Button } from '../ui/Button';
import { Menu } from '../ui/Menu';
import { changesText, diffOf } from './diffOf';
import { SweepDialog } from './SweepDialog';
import { useVariants } from './VariantsContext';
import { copyItems } from './variantMenu';
import './variants.css';

export function VariantNote() {
  const actions = useVariants();
  const whole = useEditor(selectWhole);
  const shown = useEditor((state) => state.view.variant);
  const readOnly = useEditor((state) => state.readOnly);
  const [sweeping, setSweeping] = useState(false);
  const diff = diffOf(whole, shown);
  if (diff) {
    const texts = diff.words.map(({ text }) => text);
    return (
      <p className="variant-words clip" title={texts.join('\n')}>
        {changesText(texts)}
      </p>
    );
  }
  const empty = Object.keys(whole.nodes).length === 0;
  if (whole.variants || readOnly || empty) return null;
  const [, sweep] = copyItems({
    whole,
    id: BASE,
    readOnly,
    actions,
    onSweep: () => setSweeping(true),
  });
  return (
    <div className="variant-begin">
      <Button
        small
        variant="quiet"
        title="A copy of this graph beside it, to change and compare"
        onClick={() => void actions.fork(BASE)}
      >
        <GitFork size={14} aria-hidden /> Fork
      </Button>
      <Menu label="More ways to fork" buttonClass="button quiet small icon" sections={[[sweep]]}>
        <ChevronDown size={14} aria-hidden />
      </Menu>
      {sweeping && <SweepDialog from={BASE} onClose={() => setSweeping(false)} />}
    </div>
  );
}
