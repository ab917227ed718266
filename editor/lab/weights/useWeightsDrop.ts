/** The lab takes files of weights that are dropped on it; other files are for the page. */
import { type DragEvent, useState } from 'react';
import { notify } from '../../ui/notices';
import { useController } from '../labContext';

const WEIGHTS = /\.safetensors$/i;
/** Other formats of weights, which are told what to do. */
const OTHERS = /\.(pt|pth|bin|ckpt|h5|onnx|npz|gguf)$/i;

export function useWeightsDrop() {
  const { weights } = useController();
  const [over, setOver] = useState(false);
  return {
    over,
    onDragOver(event: DragEvent) {
      // What is inside the files is known only when they are dropped.
      if (!event.dataTransfer.types.includes('Files')) return;
      event.preventDefault();
      // A place for pictures, for example, takes its own.
      setOver((event.target as Element).closest('.lab-drop') === null);
    },
    onDragLeave(event: DragEvent) {
      if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
    },
    onDropCapture: () => setOver(false),
    onDrop(event: DragEvent) {
      const [file] = event.dataTransfer.files;
      if (!file || event.isPropagationStopped()) return;
      if (WEIGHTS.test(file.name)) void weights.inspect(file);
      else if (OTHERS.test(file.name)) {
        notify(`“${file.name}” is not a .safetensors file. Save the weights as one and try again.`);
      } else return;
      event.preventDefault();
      event.stopPropagation();
    },
  };
}
