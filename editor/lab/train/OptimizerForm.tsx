/** How the weights are changed: what the optimiser is told beyond the learning rate. */
import type { Experiment, Schedule } from '../../../runtime/index';
import { optimizerFields, scheduleTitles, settingOf, withSetting } from './experiments';
import { Fold } from './Fold';
import { NumberInput } from './NumberInput';

import { RateCurve } from './RateCurve';
import { Switch } from './Switch';

interface Props {
  readonly experiment: Experiment;
  /** As far as can be told: what the training is to take. */
  readonly steps: number;
  readonly disabled: boolean;
  readonly onChange: (experiment: Experiment) => void;
}

const { momentum, weightDecay, clipNorm, beta1, beta2, epsilon } = optimizerFields;
const shown = {
  sgd: [momentum, weightDecay, clipNorm],
  adam: [weightDecay, clipNorm, beta1, beta2, epsilon],
  adamw: [weightDecay, clipNorm, beta1, beta2, epsilon],
};

export function OptimizerForm({ experiment, steps, disabled, onChange }: Props) {
  const { optimizer, schedule = 'cosine' } = experiment;
  return (
    <Fold name="optimizer" title="Optimiser settings">
      <label
        className="lab-setting wide"
        title="How the learning rate goes on after the warm-up. The inverse square root is that of the Transformer paper, where the largest rate is 1 / sqrt(d_model × warm-up steps)."
      >
        <span>Learning rate over the steps</span>
        <select
          className="field"
          value={schedule}
          disabled={disabled}
          onChange={(event) =>
            onChange(withSetting(experiment, 'schedule', event.target.value as Schedule, 'cosine'))
          }
        >
          {Object.entries(scheduleTitles).map(([key, title]) => (
            <option key={key} value={key}>
              {title}
            </option>
          ))}
        </select>
      </label>
      <RateCurve experiment={{ ...experiment, steps }} />
      {shown[optimizer].map((field) => (
        <NumberInput
          key={field.key}
          field={field}
          value={settingOf(experiment, field)}
          disabled={disabled}
          onChange={(value) => {
            const { key, absent } = field;
            const next = withSetting(experiment, key, value ?? undefined, absent ?? undefined);
            // Nesterov looks along the momentum: without one there is nowhere to look.
            onChange(next.momentum ? next : withSetting(next, 'nesterov', undefined, undefined));
          }}
        />
      ))}
      {optimizer === 'sgd' && (
        <Nesterov experiment={experiment} disabled={disabled} onChange={onChange} />
      )}
    </Fold>
  );
}

function Nesterov({ experiment, disabled, onChange }: Omit<Props, 'steps'>) {
  const possible = Boolean(experiment.momentum);
  return (
    <Switch
      label="Nesterov"
      doc={
        possible
          ? 'Looks ahead along the momentum before it steps.'
          : 'Looks ahead along the momentum: set one above 0 first.'
      }
      checked={possible && experiment.nesterov === true}
      disabled={disabled || !possible}
      onChange={(nesterov) => onChange(withSetting(experiment, 'nesterov', nesterov, false))}
    />
  );
}
