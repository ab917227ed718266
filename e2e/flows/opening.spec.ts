/** The site opens from a subfolder, without a server of ours, and keeps to its own policy. */
import { expect, test } from '@playwright/test';

test('opens without an error and asks no other host @both', async ({ page, baseURL }) => {
  const problems: string[] = [];
  const addresses: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('request', (request) => addresses.push(request.url()));

  const response = await page.goto('./');
  expect(response?.headers()['content-security-policy']).toContain("default-src 'none'");
  await expect(page.locator('#root')).not.toBeEmpty();
  await expect(page).toHaveTitle(/Patchbay/);
  await page.waitForLoadState('networkidle');

  const outside = addresses.filter(
    (address) => !address.startsWith(baseURL as string) && !/^(data|blob):/.test(address),
  );
  expect(outside).toEqual([]);
  expect(problems).toEqual([]);
});
