import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM, launchBrowser, openPage } from './support/browser.ts';
import { serveBuild } from './support/serve-build.ts';

const PAGES = [
  '/',
  '/quick-start',
  '/develop/architecture',
  '/operate/status',
  '/decisions/0005-jolokia-transport',
  '/reference/cli',
  '/reference/http',
  '/reference/errors',
  '/reference/config',
  '/reference/api/ring',
  '/search',
];

if (CHROMIUM === undefined) {
  process.stderr.write(
    '\nSKIPPED: the pages are not checked in a browser, because there is no Chromium (Debian: apt-get install chromium).\n\n',
  );
}

describe.skipIf(CHROMIUM === undefined)('in a browser (skipped where there is no Chromium)', { timeout: 240_000 }, () => {
  let browser: Browser;
  let site: Awaited<ReturnType<typeof serveBuild>>;
  beforeAll(async () => {
    site = await serveBuild();
    browser = await launchBrowser();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  const cases = PAGES.flatMap((path) => [
    { path, colorScheme: 'light' as const },
    { path, colorScheme: 'dark' as const },
  ]);
  it.each(cases)('axe finds nothing on $path in $colorScheme', async ({ path, colorScheme }) => {
    const context = await browser.newContext({ colorScheme });
    const page = await context.newPage();
    await openPage(page, site.url + path);
    const { violations } = await new AxeBuilder({ page }).analyze();
    await context.close();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)).toEqual([]);
  });

  it('axe finds a planted picture without a text', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await openPage(page, site.url);
    await page.evaluate(() => {
      const picture = document.createElement('img');
      picture.src = '/img/logo.svg';
      picture.width = 64;
      document.querySelector('main')?.append(picture);
    });
    const { violations } = await new AxeBuilder({ page }).analyze();
    await context.close();
    expect(violations.map(({ id }) => id)).toContain('image-alt');
  });

  it('no page asks another server for anything, logs an error, or is wider than a phone', async () => {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
    const faults: string[] = [];
    for (const path of PAGES) {
      const page = await context.newPage();
      page.on(
        'request',
        (request) =>
          request.url().startsWith(site.url) || request.url().startsWith('data:') || faults.push(`${path} asks ${request.url()}`),
      );
      page.on('pageerror', (error) => faults.push(`${path} throws ${error.message}`));
      await page.goto(site.url + path, { waitUntil: 'networkidle' });
      const excess = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (excess > 0) faults.push(`${path} is ${excess} px too wide`);
      await page.close();
    }
    await context.close();
    expect(faults).toEqual([]);
  });

  it('the main pages are readable with scripts off', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    for (const path of PAGES.filter((path) => path !== '/search')) {
      await page.goto(site.url + path);
      expect({ path, isVisible: await page.locator('main h1').first().isVisible() }).toEqual({ path, isVisible: true });
    }
    await context.close();
  });

  it('search finds an error by its code', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${site.url}/search?q=BIND_REFUSED`);
    const found = page.locator('.main-wrapper a[href*="/reference/errors"]').first();
    await found.waitFor({ timeout: 20_000 });
    expect(await found.getAttribute('href')).toContain('/reference/errors');
    await context.close();
  });
});
