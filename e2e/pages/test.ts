/** `test` with the page objects, and a watch over every journey: no error, no foreign address. */
import { test as base } from '@playwright/test';
import { Board } from './Board';
import { CanvasView } from './CanvasView';
import { Gallery } from './Gallery';
import { Inspector } from './Inspector';
import { Lab } from './Lab';
import { Palette } from './Palette';
import { SideBySide } from './SideBySide';
import { Site } from './Site';
import { TopBar } from './TopBar';
import { Variants } from './Variants';
import { Writing } from './Writing';
import { type Watch, watchPage } from './watchPage';

interface Pages {
  readonly site: Site;
  readonly gallery: Gallery;
  readonly topBar: TopBar;
  readonly palette: Palette;
  readonly canvas: CanvasView;
  readonly inspector: Inspector;
  readonly lab: Lab;
  readonly variants: Variants;
  readonly writing: Writing;
  readonly sideBySide: SideBySide;
  readonly board: Board;
  /** What the page must not do; a journey that provokes an error names it with `expectError`. */
  readonly watch: Watch;
}

export { expect } from '@playwright/test';

export const test = base.extend<Pages>({
  watch: [
    async ({ page, baseURL }, use) => {
      const watch = await watchPage(page, baseURL as string);
      await use(watch);
      watch.check();
    },
    { auto: true },
  ],
  site: async ({ page }, use, { project }) => use(new Site(page, project.name)),
  gallery: async ({ page }, use) => use(new Gallery(page)),
  topBar: async ({ page }, use) => use(new TopBar(page)),
  palette: async ({ page }, use) => use(new Palette(page)),
  canvas: async ({ page }, use) => use(new CanvasView(page)),
  inspector: async ({ page }, use) => use(new Inspector(page)),
  lab: async ({ page }, use) => use(new Lab(page)),
  variants: async ({ page }, use) => use(new Variants(page)),
  writing: async ({ lab }, use) => use(new Writing(lab)),
  sideBySide: async ({ page }, use) => use(new SideBySide(page)),
  board: async ({ page }, use) => use(new Board(page)),
});
