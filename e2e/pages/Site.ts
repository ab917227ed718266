/** The site as a whole: opening it, and opening files in it. */
import type { FileChooser, Page } from '@playwright/test';

export class Site {
  constructor(
    private readonly page: Page,
    private readonly project: string,
  ) {}

  /** The project that has an adapter has a software one, which counts only when it is asked for. */
  get address(): string {
    return this.project === 'webgpu' ? './?backend=webgpu' : './';
  }

  /** What the badge must name. */
  get backend(): string {
    return this.project === 'webgpu' ? 'WebGPU' : 'WebAssembly';
  }

  /** Steps to train for. */
  readonly steps = 40;

  /** Emulated in software, the test set takes minutes: there the training is stopped by hand. */
  get stopAt(): number | undefined {
    return this.project === 'webgpu' ? 15 : undefined;
  }

  async open(hash = ''): Promise<void> {
    await this.page.goto(`${this.address}${hash}`);
  }

  /** Gives a text to the file dialog that `ask` opens. */
  async chooseFile(ask: () => Promise<void>, text: string, name = 'graph.patchbay.json') {
    const [chooser] = await Promise.all([this.page.waitForEvent('filechooser'), ask()]);
    await give(chooser, name, text);
  }
}

async function give(chooser: FileChooser, name: string, text: string): Promise<void> {
  await chooser.setFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });
}
