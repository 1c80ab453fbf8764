import type { Page } from 'playwright-core';

/** Shows a page and waits until its components have taken over from the static HTML. */
export async function openPage(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.locator('html[data-has-hydrated="true"]').waitFor({ state: 'attached', timeout: 60_000 });
}
