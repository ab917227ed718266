/** The drawer at the bottom: Run, Train, Look and Problems. */
import { expect, type Locator, type Page } from '@playwright/test';

export type LabTab = 'Run' | 'Train' | 'Look' | 'Compare' | 'Problems';

interface TrainOptions {
  readonly stopAt?: number;
  readonly timeout?: number;
}

export class Lab {
  readonly root: Locator;
  readonly predictions: Locator;
  readonly problems: Locator;
  readonly untrained: Locator;
  /** How a training ended: the test accuracy, or the loss where it was stopped. */
  readonly testFigure: Locator;
  readonly failure: Locator;
  /** The weights are kept on this computer. */
  readonly saved: Locator;
  readonly action: (name: 'Run' | 'Train' | 'Train more' | 'Pause' | 'Resume' | 'Stop') => Locator;

  constructor(readonly page: Page) {
    this.root = page.getByRole('region', { name: 'Lab' });
    this.predictions = this.root.getByRole('list', { name: 'Predictions' });
    this.problems = this.root.getByRole('list', { name: 'Problems' }).getByRole('listitem');
    this.untrained = this.root.getByText('Untrained weights: expect nonsense, train first.');
    this.testFigure = this.root.getByRole('figure', {
      name: /^(Test accuracy|Right in every token|Bits per character|Loss at the end)$/,
    });
    this.failure = this.root.getByRole('alert');
    this.saved = this.root.getByText(/^Weights of step [\d,]+ are saved on this computer\.$/);
    this.action = (name) => this.root.getByRole('button', { name, exact: true });
  }

  tab(name: LabTab): Locator {
    return this.root.getByRole('tab', { name: new RegExp(`^${name}`) });
  }

  /** Opens the drawer at a tab; a second press would close it. */
  async show(name: LabTab): Promise<void> {
    const tab = this.tab(name);
    if ((await tab.getAttribute('aria-selected')) !== 'true') await tab.click();
    await expect(tab).toHaveAttribute('aria-selected', 'true');
  }

  /** Runs, and waits for an answer. */
  async run(): Promise<void> {
    await this.show('Run');
    await this.action('Run').click();
    await expect(this.predictions).toBeVisible({ timeout: 60_000 });
  }

  /** The shares of the shown classes or tokens, 0..100. */
  async shares(): Promise<number[]> {
    const texts = await this.predictions.getByRole('listitem').allInnerTexts();
    return texts.map((text) => Number(/([\d.]+) %/.exec(text)?.[1] ?? Number.NaN));
  }

  async setExperiment(values: Readonly<Record<string, number>>): Promise<void> {
    await this.show('Train');
    for (const [label, value] of Object.entries(values)) {
      const field = this.root.getByRole('textbox', { name: label, exact: true });
      await field.fill(String(value));
      await field.press('Enter');
    }
  }

  /** Trains to the end, or stops after a number of steps. */
  async train({ stopAt, timeout = 120_000 }: TrainOptions = {}): Promise<void> {
    await this.startTraining();
    if (stopAt !== undefined) {
      await expect.poll(() => this.step(), { timeout }).toBeGreaterThanOrEqual(stopAt);
      await this.action('Stop').click();
    }
    await expect(this.testFigure).toBeVisible({ timeout });
  }

  /** Steps done, as the curve tells it. */
  async step(): Promise<number> {
    const label = await this.chart('Loss').getAttribute('aria-label');
    return Number(/at step (\d+) of/.exec(label ?? '')?.[1] ?? 0);
  }

  /** Starts a training, and waits for its first step. */
  async startTraining(): Promise<void> {
    await this.show('Train');
    await this.root.getByRole('button', { name: /^Train( more)?$/ }).click();
    await expect(this.chart('Loss')).toBeVisible({ timeout: 60_000 });
  }

  chart(name: 'Loss' | 'Accuracy'): Locator {
    return this.root.getByRole('img', { name: new RegExp(`^${name}: `) });
  }

  /** The curve as its table tells it: steps and losses. */
  async readCurve(): Promise<{ steps: number[]; losses: number[] }> {
    const details = this.root.locator('details.lab-curve-table');
    if ((await details.getAttribute('open')) === null) await details.locator('summary').click();
    const rows = await details.locator('tbody tr').allInnerTexts();
    const cells = rows.map((row) => row.split(/\s+/).map(Number));
    return { steps: cells.map(([step]) => step), losses: cells.map(([, loss]) => loss) };
  }

  /** The attention that is looked at. */
  get attention(): Locator {
    return this.root.getByRole('combobox', { name: 'Attention' });
  }

  head(name: string): Locator {
    return this.root
      .getByRole('list', { name: 'Heads' })
      .getByRole('button', { name: new RegExp(`^${name},`) });
  }

  async view(name: 'Picture' | 'Matrix' | 'Table'): Promise<void> {
    await this.root.getByRole('radio', { name }).check({ force: true });
  }

  get heatMap(): Locator {
    return this.root.getByRole('slider', { name: /^Attention matrix, / });
  }

  /** The attention weights of the table; "< 0.001" counts as half of it. */
  async readAttention(): Promise<number[][]> {
    const rows = await this.root.locator('table.lab-table tbody tr').all();
    return Promise.all(
      rows.map(async (row) =>
        (await row.locator('td').allInnerTexts()).map((text) =>
          text.startsWith('<') ? 0.0005 : Number(text),
        ),
      ),
    );
  }
}
