/** A pad for drawing a digit: light on dark, as in MNIST. */
import { Eraser } from 'lucide-react';
import { type PointerEvent, useEffect, useRef } from 'react';
import { Button } from '../../ui/Button';
import { type Picture, toPicture } from './imagePreparation';

const SIDE = 112;
/** MNIST strokes are about 2 of 20 pixels wide; a digit fills about 80 of ours. */
const BRUSH = 10;

interface Props {
  /** What was drawn before; shown when the pad opens again. */
  readonly drawing: Picture | null;
  /** After each stroke. */
  readonly onDraw: (picture: Picture) => void;
  readonly onClear: () => void;
}

export function DrawingPad({ drawing, onDraw, onClear }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const last = useRef<{ x: number; y: number } | null>(null);
  const opened = useRef(drawing);

  useEffect(() => {
    const context = canvas.current?.getContext('2d', { willReadFrequently: true });
    if (!context) return;
    clear(context);
    const before = opened.current;
    if (before?.width === SIDE) {
      const image = context.createImageData(SIDE, SIDE);
      const words = new Uint32Array(image.data.buffer);
      before.data.forEach((value, i) => {
        words[i] = 0xff000000 | (Math.round(value * 255) * 0x010101);
      });
      context.putImageData(image, 0, 0);
    }
  }, []);

  const drawTo = (event: PointerEvent<HTMLCanvasElement>) => {
    const context = canvas.current?.getContext('2d');
    const from = last.current;
    if (!context || !from) return;
    const box = event.currentTarget.getBoundingClientRect();
    const scale = SIDE / box.width;
    context.strokeStyle = '#fff';
    context.lineWidth = BRUSH;
    context.lineCap = 'round';
    context.lineJoin = 'round';
    context.beginPath();
    context.moveTo(from.x, from.y);
    for (const each of event.nativeEvent.getCoalescedEvents?.() ?? [event]) {
      const to = { x: (each.clientX - box.left) * scale, y: (each.clientY - box.top) * scale };
      context.lineTo(to.x, to.y);
      last.current = to;
    }
    context.stroke();
  };
  const finish = () => {
    if (!last.current) return;
    last.current = null;
    const context = canvas.current?.getContext('2d');
    if (context) onDraw(toPicture(context.getImageData(0, 0, SIDE, SIDE), 1));
  };

  return (
    <div className="lab-pad">
      <canvas
        ref={canvas}
        width={SIDE}
        height={SIDE}
        role="img"
        aria-label="Drawing pad for a digit, by pointer. With the keyboard, choose a test example instead."
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          const box = event.currentTarget.getBoundingClientRect();
          const scale = SIDE / box.width;
          last.current = {
            x: (event.clientX - box.left) * scale,
            y: (event.clientY - box.top) * scale,
          };
          drawTo(event);
        }}
        onPointerMove={drawTo}
        onPointerUp={finish}
        onPointerCancel={finish}
      />
      <div className="lab-pad-side">
        <p className="muted">Draw one digit. It is centred and scaled as MNIST digits are.</p>
        <Button
          small
          onClick={() => {
            const context = canvas.current?.getContext('2d');
            if (context) clear(context);
            onClear();
          }}
        >
          <Eraser size={14} aria-hidden /> Clear
        </Button>
      </div>
    </div>
  );
}

function clear(context: CanvasRenderingContext2D): void {
  context.fillStyle = '#000';
  context.fillRect(0, 0, SIDE, SIDE);
}
