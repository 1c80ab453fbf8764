import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

/** The axe that the builder for Playwright brings, so that there is one of it. */
const builder = createRequire(import.meta.url).resolve('@axe-core/playwright');
const SOURCE = readFileSync(createRequire(builder).resolve('axe-core/axe.min.js'), 'utf8');

interface Axe {
  run(options: object): Promise<{
    readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly target: readonly unknown[] }[] }[];
  }>;
}

/** Which of its rules axe applies: all, all but the contrast of every single text, which takes most of its time, or none. */
export type AxeScope = 'everything' | 'structure' | 'nothing';

const OPTIONS = {
  everything: { resultTypes: ['violations'] },
  structure: { resultTypes: ['violations'], rules: { 'color-contrast': { enabled: false } } },
};

/**
 * What axe holds against a page as it stands, rule by rule, with the elements.
 *
 * It runs inside the page: the site has no frames, and the builder for Playwright would open a second page each time.
 */
export async function axeFaults(page: Page, scope: AxeScope): Promise<readonly string[]> {
  if (scope === 'nothing') return [];
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(SOURCE);
  return page.evaluate(async (options) => {
    const { axe } = window as unknown as { axe: Axe };
    const { violations } = await axe.run(options);
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
  }, OPTIONS[scope]);
}
