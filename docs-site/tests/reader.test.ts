import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../tools/browser/launch.ts';
import { NO_BROWSER } from '../../tools/browser/provide.ts';
import { builtPages } from './support/built-pages.ts';
import { look, type Looking, openDesk } from './support/look.ts';
import { readingFaults } from './support/no-scripts.ts';
import { orphans, screenshotFault } from './support/screenshots.ts';
import { serveBuild } from './support/serve-build.ts';
import { builtFiles, SITE } from './support/site.ts';
import { compressedSize, weightOf } from './support/weight.ts';

const names = (await builtPages()).map(({ name }) => name);

describe.skipIf(NO_BROWSER !== undefined)('a reader in a browser (skipped where the locked one does not run)', { timeout: 300_000 }, () => {
  let browser: Browser;
  let site: Awaited<ReturnType<typeof serveBuild>>;
  let desk: Page;
  beforeAll(async () => {
    site = await serveBuild({ hasFixedFonts: true });
    browser = await launchBrowser();
    desk = await openDesk(browser);
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  it('a page loads another one when a reader points at a link, and none before', async () => {
    const page = await (await browser.newContext()).newPage();
    await page.goto(`${site.url}/learn/gossip`);
    await page.waitForLoadState('networkidle');
    expect(await page.locator('link[rel=prefetch]').count()).toBe(0);
    const asked = page.waitForRequest(/\.js$/);
    await page.locator('article a[href="/learn/failure-detection"]').first().hover();
    expect((await asked).url()).toContain(site.url);
    await page.context().close();
  });

  it('code is copied as it stands on the page', async () => {
    const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
    const page = await context.newPage();
    await page.goto(`${site.url}/learn/gossip`);
    const block = page.locator('.theme-code-block').first();
    await block.hover();
    await block.getByRole('button', { name: 'Copy' }).click();
    await block.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await block.locator('pre').textContent());
    await context.close();
  });

  it('search finds an error by its code', async () => {
    const page = await (await browser.newContext()).newPage();
    await page.goto(`${site.url}/search?q=BIND_REFUSED`);
    const found = page.locator('.main-wrapper a[href*="/reference/errors"]').first();
    await found.waitFor({ timeout: 60_000 });
    expect(await found.getAttribute('href')).toContain('/reference/errors');
    await page.context().close();
  });

  describe('a planted', () => {
    const PAGE = 'develop/live-pictures';
    const planted = (script: string, looking: Looking = {}) =>
      look(desk, `${site.url}/${PAGE}`, { ...looking, plant: (page) => page.evaluate(script) });

    it('picture without a text and pale words in dark are found by axe', async () => {
      const seen = await planted(
        `document.querySelector('main').insertAdjacentHTML('afterbegin', '<img src="/img/logo.svg" width="64"><p style="color:light-dark(#000,#333)">Pale</p>');
         document.documentElement.style.colorScheme = 'light dark';`,
        { axe: { light: 'everything', dark: 'colours' } },
      );
      expect(seen.axeInLight.join()).toContain('image-alt');
      expect(seen.axeInLight.join()).not.toContain('color-contrast');
      expect(seen.axeInDark.join()).toContain('color-contrast');
    });

    it('request, error, missing file and wide element are found', async () => {
      const seen = await planted(
        `fetch('http://127.0.0.2:9/count').catch(() => {}); fetch('/img/none.svg'); console.error('planted');
         document.querySelector('main').insertAdjacentHTML('beforeend', '<div style="width:600px">Wide</div>');`,
      );
      expect(seen.asked).toEqual(['http://127.0.0.2:9/count']);
      expect(seen.errors).toContain('planted');
      expect(seen.errors).toContain(`404 ${site.url}/img/none.svg`);
      expect(seen.tooWidePx).toBeGreaterThan(0);
    });

    it('script makes a page heavier, and not those that come with what is seen later', async () => {
      const [sound, script] = [await planted('0'), (await builtFiles('.js')).find((path) => path.includes('live-compaction.')) ?? ''];
      expect(sound.scripts.filter((path) => path.includes('/live-'))).toEqual([]);
      expect(await weightOf([...sound.scripts, script])).toBe((await weightOf(sound.scripts)) + (await compressedSize(script)));
    });

    it('style that hides the words where scripts are off is found', async () => {
      const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
      await page.route(`**/${PAGE}`, async (route) => {
        const response = await route.fetch();
        const style = '<style>h1,[data-live-picture] svg{display:none}main p{visibility:hidden}</style>';
        await route.fulfill({ response, body: `${await response.text()}${style}` });
      });
      await page.goto(`${site.url}/${PAGE}`);
      expect((await readingFaults(page)).join()).toMatch(/no heading.*picture .* is not shown/);
      await page.context().close();
    });

    const CHANGES = {
      'element that is moved by 8 px': `document.querySelector('main h2').style.marginLeft = '8px'`,
      'other colour of a box': `document.querySelector('main figure').style.background = '#c9c9c9'`,
      'picture that is gone': `document.querySelector('main svg[role]').style.visibility = 'hidden'`,
      'missing line': `document.querySelector('main p').remove()`,
    };
    it.each(Object.entries(CHANGES))('%s is told, with the number of pixels and where to look', async (_, script) => {
      const { picture } = await planted(script);
      const fault = await screenshotFault(PAGE, picture);
      expect(fault).toMatch(/^develop\/live-pictures: \d{2,} pixels differ/);
      const [, file = ''] = /See docs-site\/(\S+)\.\{actual,diff\}\.png/.exec(fault) ?? [];
      for (const kind of ['actual', 'diff']) {
        const left = join(SITE, `${file}.${kind}.png`);
        expect((await readFile(left)).length).toBeGreaterThan(0);
        await rm(left);
      }
    });

    it('other graph of imports or other figure of a table changes no picture: they follow the code', async () => {
      const page = 'develop/health';
      const grow = `for (const part of document.querySelectorAll('[data-computed]')) part.style.height = '2000px';`;
      const { picture } = await look(desk, `${site.url}/${page}`, { plant: (open) => open.evaluate(grow) });
      expect(await screenshotFault(page, picture)).toBe('');
    });

    it('page without a stored screenshot is told what to run', async () => {
      const { picture } = await planted('0');
      expect(await screenshotFault('learn/no-such-page', picture)).toMatch(/no stored screenshot: run `npm run docs:screenshots`/);
      expect(await orphans(names.filter((name) => name !== PAGE))).toEqual([PAGE]);
    });
  });
});
