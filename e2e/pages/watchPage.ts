/** Notes what a page must not do: throw, log an error, break its policy, ask another host. */
import { expect, type Page } from '@playwright/test';

export interface Watch {
  /** An error that the journey provokes itself. */
  expectError(pattern: RegExp): void;
  /** Fails the journey for everything that was not expected. */
  check(): void;
}

export async function watchPage(page: Page, baseURL: string): Promise<Watch> {
  const problems: string[] = [];
  const expected: RegExp[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => problems.push(`thrown: ${error.message}`));
  page.on('request', (request) => {
    const address = request.url();
    const own = address.startsWith(baseURL) || /^(data|blob):/.test(address);
    if (!own) problems.push(`request: ${address}`);
  });
  page.on('dialog', (dialog) => {
    problems.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) => {
      console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  return {
    expectError: (pattern) => void expected.push(pattern),
    check() {
      expect(problems.filter((text) => !expected.some((pattern) => pattern.test(text)))).toEqual(
        [],
      );
    },
  };
}
