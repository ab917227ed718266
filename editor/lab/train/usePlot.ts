/** A chart on a canvas by uPlot, which is loaded when the first one is shown. */
import { type RefObject, useEffect, useRef, useState } from 'react';
import type uPlot from 'uplot';
import { useDark } from '../../ui/theme';

type UPlot = typeof uPlot;
let loading: Promise<UPlot> | undefined;

/** uPlot with its style sheet. */
function loadUPlot(): Promise<UPlot> {
  loading ??= Promise.all([import('uplot'), import('uplot/dist/uPlot.min.css')]).then(
    ([module]) => module.default,
  );
  return loading;
}

/** What a chart is made with. */
export interface PlotKit {
  readonly UPlot: UPlot;
  /** A colour of the theme, resolved: a canvas does not know custom properties. */
  color(name: string): string | undefined;
  /** What both axes have in common. */
  readonly axis: uPlot.Axis;
}

type PlotOptions = Omit<uPlot.Options, 'width' | 'height'>;

/**
 * The element that the chart fills. It is made anew when `layout`, which stands for all that `make`
 * depends on, or the theme changes, and otherwise given other data, at most once a frame.
 */
export function usePlot(
  data: uPlot.AlignedData,
  layout: string,
  make: (kit: PlotKit) => PlotOptions,
): RefObject<HTMLDivElement | null> {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(null);
  const [UPlot, setUPlot] = useState<UPlot | null>(null);
  const dark = useDark();
  const latest = useRef({ data, make });
  latest.current = { data, make };

  useEffect(() => {
    let mounted = true;
    void loadUPlot().then((loaded) => mounted && setUPlot(() => loaded));
    return () => {
      mounted = false;
    };
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the layout stands for what is made
  useEffect(() => {
    const element = box.current;
    if (!UPlot || !element) return;
    const color = (name: string, theme = dark) =>
      (theme !== null && resolveColor(element, name)) || undefined;
    const axis = {
      stroke: color('--ink-3'),
      font: `11px ${getComputedStyle(element).fontFamily}`,
      grid: { stroke: color('--rule'), width: 1 },
      ticks: { show: false },
    };
    const size = () => ({
      width: Math.max(80, element.clientWidth),
      height: Math.max(60, element.clientHeight),
    });
    const options = latest.current.make({ UPlot, color: (name) => color(name), axis });
    const made = new UPlot({ ...size(), ...options }, latest.current.data, element);
    plot.current = made;
    const observer = new ResizeObserver(() => made.setSize(size()));
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [UPlot, dark, layout]);

  useEffect(() => {
    const frame = requestAnimationFrame(() => plot.current?.setData(data));
    return () => cancelAnimationFrame(frame);
  }, [data]);

  return box;
}

function resolveColor(element: HTMLElement, name: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${name})`;
  element.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
