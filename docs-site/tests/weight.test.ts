import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM, launchBrowser, openPage } from './support/browser.ts';
import { serveBuild } from './support/serve-build.ts';
import { BUILD, builtFiles } from './support/site.ts';

const MOST_BYTES = 250_000;
const WEIGHED = ['learn/', 'develop/live-pictures'];

if (CHROMIUM === undefined) process.stderr.write('\nSKIPPED: pages are not weighed, because there is no Chromium.\n\n');

describe.skipIf(CHROMIUM === undefined)('the JavaScript of a page (skipped where there is no Chromium)', { timeout: 600_000 }, () => {
  let browser: Browser;
  let site: Awaited<ReturnType<typeof serveBuild>>;
  const sizes = new Map<string, Promise<number>>();
  beforeAll(async () => {
    site = await serveBuild();
    browser = await launchBrowser();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  function compressedSize(script: string): Promise<number> {
    const size = sizes.get(script) ?? readFile(join(BUILD, script)).then((code) => gzipSync(code).length);
    sizes.set(script, size);
    return size;
  }

  /** What a page runs before anything is scrolled; what it fetches ahead for other pages is no script of its own. */
  async function weightOf(path: string, plant = ''): Promise<number> {
    const context = await browser.newContext({ viewport: { width: 1000, height: 300 } });
    const page = await context.newPage();
    const scripts = new Set<string>();
    page.on('request', (request) => {
      if (request.resourceType() === 'script') scripts.add(new URL(request.url()).pathname);
    });
    await page.route(`**/${path}`, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: `${await response.text()}${plant}` });
    });
    await openPage(page, `${site.url}/${path}`);
    await context.close();
    const all = await Promise.all([...scripts].map(compressedSize));
    return all.reduce((sum, size) => sum + size, 0);
  }

  it(`is at most ${MOST_BYTES / 1_000} kB, compressed, before anything comes into view`, async () => {
    const pages = (await builtFiles('.html')).map((file) => file.replace(/\.html$/, ''));
    const heavy: string[] = [];
    for (const page of pages.filter((path) => WEIGHED.some((beginning) => path.startsWith(beginning)))) {
      const bytes = await weightOf(page);
      expect(bytes).toBeGreaterThan(0);
      if (bytes > MOST_BYTES) heavy.push(`${page}: ${Math.round(bytes / 1_000)} kB`);
    }
    expect(heavy).toEqual([]);
  });

  it('is more with a planted script', async () => {
    const page = 'develop/live-pictures';
    const script = (await builtFiles('.js')).find((path) => path.includes('live-compaction.')) ?? '';
    expect(await weightOf(page, `<script src="/${script}"></script>`)).toBe((await weightOf(page)) + (await compressedSize(script)));
  });
});
