/** Drag, wheel and pinch on any pane move all of them. */
import { type RefObject, useEffect } from 'react';
import type { Point } from '../../canvas/geometry';
import { useSharedView } from './sharedView';
import { panBy, pinch, zoomAt } from './viewport';

/** How much a step of the wheel zooms. */
const WHEEL = 0.0022;
const LINE = 16;
/** Less than this is a click, px. */
const DRAG = 3;

export function useSharedGestures(root: RefObject<HTMLElement | null>): void {
  const view = useSharedView();
  useEffect(() => {
    const element = root.current;
    if (!element) return;
    const fingers = new Map<number, Point>();
    const place = (event: { readonly clientX: number; readonly clientY: number }): Point => {
      const { left, top } = element.getBoundingClientRect();
      return { x: event.clientX - left, y: event.clientY - top };
    };
    const onDown = (event: PointerEvent) => {
      if (event.button !== 0 && event.pointerType === 'mouse') return;
      fingers.set(event.pointerId, place(event));
    };
    const onMove = (event: PointerEvent) => {
      const before = fingers.get(event.pointerId);
      if (!before) return;
      const after = place(event);
      if (!element.hasPointerCapture(event.pointerId)) {
        if (Math.hypot(after.x - before.x, after.y - before.y) < DRAG) return;
        // Not before it moves: a click belongs to the block under it.
        element.setPointerCapture(event.pointerId);
        element.classList.add('dragging');
      }
      const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
      fingers.set(event.pointerId, after);
      view.move((at) =>
        other
          ? pinch(at, [before, other], [after, other])
          : panBy(at, after.x - before.x, after.y - before.y),
      );
    };
    const onEnd = (event: PointerEvent) => {
      fingers.delete(event.pointerId);
      if (fingers.size === 0) element.classList.remove('dragging');
    };
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const unit = event.deltaMode === 1 ? LINE : 1;
      const [dx, dy] = [event.deltaX * unit, event.deltaY * unit];
      // As on the canvas: the wheel moves, with Ctrl (which a pinch sends) it zooms.
      if (event.ctrlKey || event.metaKey) {
        const at = place(event);
        view.move((now) => zoomAt(now, at, Math.exp(-dy * WHEEL)));
      } else if (event.shiftKey && dx === 0) view.move((now) => panBy(now, -dy, 0));
      else view.move((now) => panBy(now, -dx, -dy));
    };
    element.addEventListener('pointerdown', onDown);
    element.addEventListener('pointermove', onMove);
    element.addEventListener('pointerup', onEnd);
    element.addEventListener('pointercancel', onEnd);
    element.addEventListener('pointerleave', onEnd);
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      element.removeEventListener('pointerdown', onDown);
      element.removeEventListener('pointermove', onMove);
      element.removeEventListener('pointerup', onEnd);
      element.removeEventListener('pointercancel', onEnd);
      element.removeEventListener('pointerleave', onEnd);
      element.removeEventListener('wheel', onWheel);
    };
  }, [root, view]);
}
