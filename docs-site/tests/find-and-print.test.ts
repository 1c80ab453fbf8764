import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../tools/browser/launch.ts';
import { NO_BROWSER } from '../../tools/browser/provide.ts';
import { withDistinctPath } from '../src/search/distinct-path';
import { openPage } from './support/browser.ts';
import { serveBuild } from './support/serve-build.ts';

/** Errors as programs print them, and the part of the error index that is about them. */
const PASTED: readonly (readonly [string, string])[] = [
  [
    "WriteTimeout: Error from server: code=1100 [Coordinator node timed out waiting for replica nodes' responses] message=\"Operation timed out - received only 2 responses.\" info={'consistency': 'ALL', 'required_responses': 3}",
    'timed-out',
  ],
  ['ResponseError: Cannot achieve consistency level LOCAL_QUORUM in DC east-1', 'unavailable'],
  ['NoHostAvailableError: All host(s) tried for query failed. First host tried, 10.0.0.7:9042: Error: connect ECONNREFUSED', 'no-host'],
  ['Operation failed - received 0 responses and 1 failures: READ_TOO_MANY_TOMBSTONES from /127.0.0.1:7000', 'failed'],
  ['OperationTimedOutError: The host 127.0.0.2:9042 did not reply before timeout 12000 ms', 'driver-timeout'],
  ["line 1:35 mismatched input 'JOIN' expecting EOF (SELECT * FROM shop.orders [JOIN]...)", 'syntax-mismatched'],
];

describe('withDistinctPath()', () => {
  it('names each section once, and not the page itself', () => {
    const found = { document: { t: 'text' }, page: { b: ['Learn', 'Learn', 'The ring'], t: 'Replication' }, score: 3 };
    expect(withDistinctPath(found)).toEqual({ ...found, page: { b: ['Learn', 'The ring'], t: 'Replication' } });
    expect(withDistinctPath({ document: { b: ['Quick start'], t: 'Quick start' } })).toEqual({ document: { b: [], t: 'Quick start' } });
  });
});

describe.skipIf(NO_BROWSER !== undefined)('a reader (skipped where the locked browser does not run)', { timeout: 240_000 }, () => {
  let browser: Browser;
  let site: Awaited<ReturnType<typeof serveBuild>>;
  let page: Page;
  let plain: Page;
  beforeAll(async () => {
    site = await serveBuild({ hasFixedFonts: true });
    browser = await launchBrowser();
    page = await browser.newPage();
    plain = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  it.each(PASTED)('who pastes %j into the search finds the error index first', async (message, part) => {
    await page.setViewportSize({ width: 1300, height: 900 });
    await openPage(page, site.url);
    const box = page.locator('.navbar__search-input').first();
    await box.click();
    await box.fill(message);
    await page.locator('[class*=suggestion_]').first().click({ timeout: 60_000 });
    await page.waitForURL(/\/learn\/errors/, { timeout: 30_000 });
    expect(new URL(page.url()).hash).toBe(`#${part}`);
  });

  it('sees where each result lies: no section twice, in a colour that can be read', async () => {
    await page.setViewportSize({ width: 1300, height: 900 });
    await openPage(page, `${site.url}/search?q=replica`);
    const places = page.locator('article p[class*=searchResultItemPath]');
    await places.first().waitFor({ timeout: 60_000 });
    const told = await places.allTextContents();
    expect(told.length).toBeGreaterThan(5);
    expect(told.filter((place) => new Set(place.split(' › ')).size < place.split(' › ').length)).toEqual([]);
  });

  it.each([360, 1300])('without scripts finds the parts of the site at %i pixels, and no search that does nothing', async (width) => {
    await plain.setViewportSize({ width, height: 800 });
    await plain.goto(`${site.url}/learn/gossip`);
    for (const part of ['Quick start', 'Learn', 'Operate', 'Reference']) {
      expect.soft(await plain.locator('.navbar').getByRole('link', { name: part, exact: true }).isVisible(), part).toBe(true);
    }
    const dead = plain.locator('.navbar__search, .navbar__toggle, [class*=colorModeToggle], main button').filter({ visible: true });
    expect(await dead.count()).toBe(0);
  });

  /** Which share of the window the text takes. */
  const shareOfText = (): Promise<number> =>
    plain.evaluate(() => (document.querySelector('article')?.getBoundingClientRect().width ?? 0) / window.innerWidth);

  it.each([800, 1300])('prints text over the whole width of paper of %i pixels', async (width) => {
    await plain.setViewportSize({ width, height: 1000 });
    await plain.goto(`${site.url}/learn/gossip`);
    await plain.emulateMedia({ media: 'print' });
    expect(await shareOfText()).toBeGreaterThan(0.85);
    await plain.emulateMedia({ media: 'screen' });
  });

  it('has columns beside the text on a screen, which printing has to leave out', async () => {
    await plain.setViewportSize({ width: 1300, height: 1000 });
    await plain.goto(`${site.url}/learn/gossip`);
    expect(await shareOfText()).toBeLessThan(0.7);
  });

  it.each(['/develop/publishing', '/learn/consistency', '/compare'])(
    'reads every table of %s on a phone without endless scrolling',
    async (path) => {
      await plain.setViewportSize({ width: 360, height: 800 });
      await plain.goto(site.url + path);
      const heights = (): Promise<readonly number[]> =>
        plain.evaluate(() => [...document.querySelectorAll('main table')].map((table) => table.getBoundingClientRect().height));
      expect(Math.max(...(await heights()))).toBeLessThan(2_400);
    },
  );
});
