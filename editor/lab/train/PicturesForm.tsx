/** What is done to the pictures of a training, and how some of them look then. */
import type { Experiment, InputNeed } from '../../../runtime/index';
import { AugmentedStrip } from './AugmentedStrip';
import { type NumberField, settingOf, withSetting } from './experiments';
import { Fold } from './Fold';
import { mirrorRemark } from './mirrorRemark';
import { NumberInput } from './NumberInput';
import { Switch } from './Switch';

type PictureKey = 'crop' | 'erase' | 'mixup';

const fields: Readonly<Record<PictureKey, NumberField<PictureKey>>> = {
  crop: {
    key: 'crop',
    label: 'Move by up to',
    min: 0,
    max: 64,
    whole: true,
    absent: 0,
    doc: 'Pixels that each picture is moved by, each way, at most; what comes in is black.',
  },
  erase: {
    key: 'erase',
    label: 'Erase in a share of',
    min: 0,
    max: 1,
    whole: false,
    absent: 0,
    doc: 'Share of the pictures in which a random rectangle is erased.',
  },
  mixup: {
    key: 'mixup',
    label: 'Mixup',
    min: 0,
    max: 10,
    whole: false,
    absent: 0,
    doc: 'Mixes pairs of pictures and their classes; 0.2 is usual, 0 mixes nothing.',
  },
};

interface Props {
  readonly experiment: Experiment;
  readonly image: InputNeed;
  readonly needs: readonly InputNeed[];
  readonly disabled: boolean;
  readonly onChange: (experiment: Experiment) => void;
}

export function PicturesForm({ experiment, image, needs, disabled, onChange }: Props) {
  return (
    <Fold name="pictures" title="Change the pictures" note={summary(experiment)}>
      <Switch
        label="Mirror"
        doc="Mirrors every second picture, left to right. Not for digits and letters."
        checked={experiment.flip === true}
        disabled={disabled}
        remark={mirrorRemark(experiment, needs)}
        onChange={(flip) => onChange(withSetting(experiment, 'flip', flip, false))}
      />
      {Object.values(fields).map((field) => (
        <NumberInput
          key={field.key}
          field={field}
          value={settingOf(experiment, field)}
          disabled={disabled}
          onChange={(value) => onChange(withSetting(experiment, field.key, value ?? 0, 0))}
        />
      ))}
      <AugmentedStrip experiment={experiment} image={image} />
    </Fold>
  );
}

function summary({ flip, crop, erase, mixup }: Experiment): string {
  const set = [flip && 'mirrored', crop && 'moved', erase && 'erased', mixup && 'mixed'].filter(
    Boolean,
  );
  return set.length > 0 ? set.join(', ') : 'as they are';
}
