/** Colour and line of each variant, by its place: never colour alone. */

export interface SeriesStyle {
  /** Custom property that holds the colour of the theme. */
  readonly property: string;
  /** The same on paper, for pictures. */
  readonly paper: string;
  /** Lengths of dashes and gaps, px; empty: one line. */
  readonly dash: readonly number[];
}

const styles: readonly SeriesStyle[] = [
  { property: '--series-0', paper: '#2f4fb5', dash: [] },
  { property: '--series-1', paper: '#b4540a', dash: [9, 4] },
  { property: '--series-2', paper: '#0f7a4d', dash: [2, 3] },
  { property: '--series-3', paper: '#a3257c', dash: [11, 3, 2, 3] },
  { property: '--series-4', paper: '#0b7480', dash: [5, 2] },
  { property: '--series-5', paper: '#6f6410', dash: [14, 5] },
];

export function seriesStyle(place: number): SeriesStyle {
  return styles[place % styles.length];
}
