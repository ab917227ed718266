/** uPlot with its style sheet, loaded when the first chart is shown. */
import type uPlot from 'uplot';

export type UPlot = typeof uPlot;
let loading: Promise<UPlot> | undefined;

export function loadUPlot(): Promise<UPlot> {
  loading ??= Promise.all([import('uplot'), import('uplot/dist/uPlot.min.css')]).then(
    ([module]) => module.default,
  );
  return loading;
}

/** A colour of the theme, resolved: a canvas does not know custom properties. */
export function resolveColor(element: HTMLElement, name: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${name})`;
  element.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
