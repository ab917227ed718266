/** A place to drop a picture of one's own, or to choose one. */
import { ImagePlus } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button } from '../../ui/Button';
import { useDropTarget } from '../../ui/useDropTarget';
import { decodePicture } from './decodePicture';
import type { ImageInput } from './graphInputs';
import { borderBrightness } from './imagePreparation';
import type { InputChoice } from './inputChoice';

type PictureChoice = Extract<InputChoice, { kind: 'picture' }>;

interface Props {
  readonly input: ImageInput;
  readonly choice: PictureChoice | null;
  readonly onChoose: (choice: PictureChoice) => void;
}

export function PictureDrop({ input, choice, onChoose }: Props) {
  const file = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState<string | null>(null);

  const take = async (list: FileList | null) => {
    const first = list?.[0];
    if (!first) return;
    const decoded = await decodePicture(first, input.channels);
    if (!decoded.ok) return setProblem(decoded.message);
    setProblem(null);
    const { picture } = decoded;
    // Digits are light on dark; a photo of paper is the other way round.
    const inverted = input.channels === 1 && borderBrightness(picture) > 0.5;
    onChoose({ kind: 'picture', name: first.name, picture, inverted });
  };
  const { over, target } = useDropTarget(({ files }) => void take(files));

  return (
    <div className={`lab-drop ${over ? 'over' : ''}`} {...target}>
      <input
        ref={file}
        type="file"
        accept="image/*"
        className="visually-hidden"
        tabIndex={-1}
        aria-label="Picture file"
        onChange={(event) => {
          void take(event.target.files);
          event.target.value = '';
        }}
      />
      <Button onClick={() => file.current?.click()}>
        <ImagePlus size={15} aria-hidden /> Choose a picture
      </Button>
      <p className="muted clip">
        {choice ? choice.name : 'or drop one here. It stays on this machine.'}
      </p>
      {choice && input.channels === 1 && (
        <label className="lab-check">
          <input
            type="checkbox"
            checked={choice.inverted}
            onChange={(event) => onChoose({ ...choice, inverted: event.target.checked })}
          />
          Invert: the digits this model knows are light on dark
        </label>
      )}
      {problem && (
        <p className="lab-problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
