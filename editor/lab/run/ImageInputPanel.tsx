/** Where a picture for the graph comes from: the test set, a file, or the drawing pad. */
import { useEditor } from '../../store/EditorContext';
import { useController, useLabState } from '../labContext';
import { Segmented } from '../Segmented';
import { datasetOf } from '../train/experiments';
import { DrawingPad } from './DrawingPad';
import type { ImageInput } from './graphInputs';
import type { InputChoice } from './inputChoice';
import { PictureDrop } from './PictureDrop';
import { SampleStrip } from './SampleStrip';
import { firstSample, useSource } from './useSource';

type Source = 'sample' | 'picture' | 'drawing';

export function ImageInputPanel({ input }: { readonly input: ImageInput }) {
  const controller = useController();
  const choice = useLabState((state) => state.inputs[input.path]);
  const dataset = useEditor((state) => datasetOf(state.document.experiment, input));
  const [source, setSource] = useSource(input.path, firstSource(choice, dataset !== null), {
    sample: firstSample,
  });
  const options = [
    ...(dataset ? [{ value: 'sample' as const, label: 'Test set' }] : []),
    { value: 'picture' as const, label: 'My picture' },
    ...(input.channels === 1 ? [{ value: 'drawing' as const, label: 'Draw' }] : []),
  ];
  return (
    <>
      {options.length > 1 && (
        <Segmented label="Picture from" value={source} options={options} onChange={setSource} />
      )}
      {source === 'sample' && dataset && (
        <SampleStrip
          dataset={dataset}
          chosen={choice?.kind === 'sample' ? choice.index : null}
          onChoose={(index) => controller.choose(input.path, { kind: 'sample', index })}
        />
      )}
      {source === 'picture' && (
        <PictureDrop
          input={input}
          choice={choice?.kind === 'picture' ? choice : null}
          onChoose={(next) => controller.choose(input.path, next)}
        />
      )}
      {source === 'drawing' && (
        <DrawingPad
          drawing={choice?.kind === 'drawing' ? choice.picture : null}
          onDraw={(picture) => controller.choose(input.path, { kind: 'drawing', picture })}
          onClear={() => controller.choose(input.path, null)}
        />
      )}
    </>
  );
}

function firstSource(choice: InputChoice | undefined, hasData: boolean): Source {
  if (choice?.kind === 'sample' || choice?.kind === 'picture' || choice?.kind === 'drawing') {
    return choice.kind;
  }
  return hasData ? 'sample' : 'picture';
}
