/** The text in the Run tab: its beginning, how tokens are chosen, and each of them. */
import type { Locator } from '@playwright/test';
import type { Lab } from './Lab';

export class Writing {
  readonly beginning: Locator;
  readonly tokens: Locator;
  /** What the token that is pointed at was chosen from. */
  readonly chances: Locator;
  /** Chooses a token by keys. */
  readonly place: Locator;
  /** Where the step of that token looked. */
  readonly looked: Locator;
  readonly beams: Locator;
  readonly samples: Locator;
  readonly sampleSwitch: Locator;

  constructor(private readonly lab: Lab) {
    const { root } = lab;
    const items = (name: string) => root.getByRole('list', { name }).getByRole('listitem');
    this.beginning = root.getByRole('textbox', { name: 'Beginning of the text' });
    this.tokens = lab.predictions.getByRole('listitem');
    this.chances = items('Likeliest tokens');
    this.place = root.getByRole('slider', { name: 'Token', exact: true });
    this.looked = root.getByRole('img', { name: /^Attention of this step, / });
    this.beams = items('Beams');
    this.samples = root
      .getByRole('region', { name: 'Texts written while training' })
      .getByRole('listitem');
    this.sampleSwitch = root.getByRole('switch', { name: 'Write a sample at each check' });
  }

  async choose(method: 'Likeliest' | 'By chance' | 'Beams'): Promise<void> {
    await this.lab.root.getByRole('radio', { name: method, exact: true }).check({ force: true });
  }

  async set(values: Readonly<Record<string, string>>): Promise<void> {
    for (const [label, value] of Object.entries(values)) {
      await this.lab.root.getByRole('textbox', { name: label, exact: true }).fill(value);
    }
  }

  /** Writes to the end, and gives the text with its shares. */
  async write(): Promise<string> {
    await this.lab.action('Run').click();
    await this.work.waitFor({ timeout: 60_000 });
    return this.lab.predictions.innerText();
  }

  /** How much was written, and how fast: told at the end. */
  get work(): Locator {
    return this.lab.root.getByText(/^[\d,]+ tokens? · [\d.,]+ tokens\/s · /);
  }
}
