/** Label smoothing and dropout, which are parameters of the graph, beside the training's own. */
import type { Experiment } from '../../../runtime/index';
import { useEditor, useEditorStore } from '../../store/EditorContext';
import type { NumberRange } from './experiments';
import { withSetting } from './experiments';
import { Fold } from './Fold';
import { NumberInput } from './NumberInput';
import { type Regulariser, setShared, sharedParam } from './regularisation';
import { Switch } from './Switch';

const fields: Readonly<Record<Regulariser, NumberRange>> = {
  smoothing: {
    label: 'Label smoothing',
    min: 0,
    max: 0.9,
    whole: false,
    doc: 'Share of the right answer that is spread over all others. A parameter of the loss in the graph.',
  },
  dropout: {
    label: 'Dropout',
    min: 0,
    max: 0.9,
    whole: false,
    doc: 'Share of the values that are left out in each step. A parameter of blocks in the graph.',
  },
};

interface Props {
  readonly experiment: Experiment;
  readonly disabled: boolean;
  readonly onChange: (experiment: Experiment) => void;
}

export function RegularisationForm({ experiment, disabled, onChange }: Props) {
  const store = useEditorStore();
  const document = useEditor((state) => state.document);
  const shown = (['smoothing', 'dropout'] as const).map((what) => ({
    what,
    shared: sharedParam(document, what),
  }));
  return (
    <Fold name="regularisation" title="Against learning by heart" note={summaryOf(shown)}>
      {shown.map(({ what, shared }) =>
        shared ? (
          <NumberInput
            key={what}
            field={fields[what]}
            value={shared.value}
            disabled={disabled}
            onChange={(value) =>
              value !== null && store.getState().commit(setShared(document, what, value))
            }
          />
        ) : null,
      )}
      <Switch
        label="Keep the best"
        doc="Keeps the weights of the best check on held-out examples rather than those of the last step."
        checked={experiment.keepBest === true}
        disabled={disabled}
        onChange={(keepBest) => onChange(withSetting(experiment, 'keepBest', keepBest, false))}
      />
      {shown.some(({ shared }) => shared && shared.blocks > 1) && (
        <small className="muted wide">
          {shown
            .flatMap(({ what, shared }) =>
              shared && shared.blocks > 1
                ? [`${fields[what].label} is set in ${shared.blocks} blocks at once`]
                : [],
            )
            .join('; ')}
          .
        </small>
      )}
    </Fold>
  );
}

function summaryOf(
  shown: readonly { what: Regulariser; shared: { value: number } | null }[],
): string | undefined {
  const set = shown.flatMap(({ what, shared }) =>
    shared && shared.value > 0 ? [`${fields[what].label.toLowerCase()} ${shared.value}`] : [],
  );
  return set.length > 0 ? set.join(', ') : undefined;
}
