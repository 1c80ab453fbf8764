import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pictures } from '../src/live/registry';
import { launchBrowser } from '../../tools/browser/launch.ts';
import { NO_BROWSER } from '../../tools/browser/provide.ts';
import { axeFaults } from './support/axe.ts';
import { openPage } from './support/browser.ts';
import { serveBuild } from './support/serve-build.ts';
import { BUILD } from './support/site.ts';

const PAGE = '/develop/live-pictures';
const ids = Object.keys(pictures);

/** A picture on its page, and what went wrong there. */
interface Shown {
  readonly page: Page;
  readonly figure: Locator;
  readonly told: Locator;
  readonly faults: string[];
  /** Names of the scripts that the page has asked for so far. */
  readonly scripts: string[];
}

async function staticFigure(id: string): Promise<string> {
  const html = await readFile(join(BUILD, `${PAGE}.html`), 'utf8');
  const start = html.indexOf(`id=live-${id} `);
  return html.slice(start, html.indexOf('</figure>', start));
}

/** The first thing in a picture that the keyboard can work, changed by it. */
async function changeByKeyboard({ page, figure }: Shown): Promise<void> {
  const control = figure.locator('[data-live-controls]').locator('select, input, button:not(:disabled)').first();
  await page.evaluate((name) => document.querySelector(`#${name}`)?.setAttribute('tabindex', '-1'), await figure.getAttribute('id'));
  await figure.evaluate((element) => element.focus());
  await page.keyboard.press('Tab');
  expect(await control.evaluate((element) => element === document.activeElement)).toBe(true);
  expect(await control.evaluate((element) => getComputedStyle(element).outlineStyle)).not.toBe('none');
  const kind = await control.evaluate((element) => (element instanceof HTMLInputElement ? element.type : element.tagName));
  if (kind === 'BUTTON') await page.keyboard.press('Space');
  else if (kind === 'text') await page.keyboard.type('7');
  else if (kind === 'range') await page.keyboard.press((await atEnd(control)) ? 'ArrowLeft' : 'ArrowRight');
  else await page.keyboard.press((await atEnd(control)) ? 'ArrowUp' : 'ArrowDown');
}

/** A script that plants the fault of a picture which does not wait until it is seen. */
const EVERYTHING_SEEN = `window.IntersectionObserver = class {
  constructor(tell) { this.tell = tell; }
  observe() { this.tell([{ isIntersecting: true }]); }
  disconnect() {}
};`;

/** For what a busy machine shows late. */
const SOON = { timeout: 60_000 };

async function atEnd(control: Locator): Promise<boolean> {
  return control.evaluate((element) =>
    element instanceof HTMLSelectElement
      ? element.selectedIndex === element.options.length - 1
      : (element as HTMLInputElement).value === (element as HTMLInputElement).max,
  );
}

if (NO_BROWSER !== undefined) process.stderr.write(`\nSKIPPED: the live pictures are not tried: ${NO_BROWSER}.\n\n`);

describe.skipIf(NO_BROWSER !== undefined)('a live picture (skipped where the locked browser does not run)', { timeout: 240_000 }, () => {
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

  async function open(id: string, query = '', options: BrowserContextOptions = {}, edit?: (html: string) => string): Promise<Shown> {
    const context = await browser.newContext({ viewport: { width: 1000, height: 400 }, ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(90_000);
    const faults: string[] = [];
    const scripts: string[] = [];
    page.on('pageerror', ({ message }) => faults.push(message));
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    page.on('request', (request) => request.url().endsWith('.js') && scripts.push(request.url().split('/').at(-1) ?? ''));
    if (edit !== undefined) {
      await page.route(`**${PAGE}*`, async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, body: edit(await response.text()) });
      });
    }
    await openPage(page, `${site.url}${PAGE}${query}`);
    const figure = page.locator(`#live-${id}`);
    return { page, figure, told: figure.locator('[data-live-told]'), faults, scripts };
  }

  /** Scrolls to the picture and waits until it is alive. */
  async function see({ page, figure }: Shown, id: string): Promise<void> {
    const script = page.waitForResponse((response) => response.url().includes(`/live-${id}.`));
    await figure.scrollIntoViewIfNeeded();
    await script;
    await figure.locator('[data-live-state="alive"]').waitFor();
  }

  async function openAndSee(...[id, query, options, edit]: Parameters<typeof open>): Promise<Shown> {
    const shown = await open(id, query, options, edit);
    await see(shown, id);
    return shown;
  }

  const close = async ({ page }: Shown): Promise<void> => page.context().close();

  describe.each(ids)('%s', (id) => {
    it('is in the HTML before any script runs, with its drawing, its words and its controls', async () => {
      const figure = await staticFigure(id);
      expect(figure).toMatch(/<svg [^>]*(?:role=img|role=group)/);
      expect(figure).toMatch(/data-live-told[^>]*>[^<]{20,}/);
      expect(figure).toMatch(/<(?:select|input|button)/);
    });

    it('can be read with scripts off, without controls that would do nothing', async () => {
      const context = await browser.newContext({ javaScriptEnabled: false });
      const page = await context.newPage();
      await page.goto(site.url + PAGE);
      const figure = page.locator(`#live-${id}`);
      expect(await figure.locator('svg').first().isVisible()).toBe(true);
      expect(await figure.locator('figcaption').isVisible()).toBe(true);
      expect(await figure.locator('select:visible, input:visible, button:visible').count()).toBe(0);
      await context.close();
    });

    it('loads its JavaScript when it is seen and not before, and takes over the HTML as it is', async () => {
      const shown = await open(id);
      expect(shown.scripts.filter((script) => script.startsWith(`live-${id}.`))).toEqual([]);
      const before = await shown.told.textContent();
      await see(shown, id);
      expect(await shown.told.textContent()).toBe(before);
      expect(shown.faults).toEqual([]);
      await close(shown);
    });

    it('is worked with the keyboard, tells the result in words, and comes back from its address', async () => {
      const shown = await openAndSee(id);
      const before = await shown.told.textContent();
      await changeByKeyboard(shown);
      await expect.poll(() => shown.told.textContent(), SOON).not.toBe(before);
      await shown.page.waitForURL((url) => url.search.includes(`${id}=`));
      const after = await shown.told.textContent();
      const { search } = new URL(shown.page.url());
      await shown.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await shown.figure.getByRole('button', { name: 'Copy link' }).click();
      await shown.figure.getByText('Copied.').waitFor();
      expect(await shown.page.evaluate(() => navigator.clipboard.readText())).toBe(`${site.url}${PAGE}${search}#live-${id}`);
      await close(shown);
      const again = await openAndSee(id, search);
      await expect.poll(() => again.told.textContent(), SOON).toBe(after);
      await again.figure.getByRole('button', { name: 'Reset' }).click();
      expect(await again.told.textContent()).toBe(before);
      expect([...shown.faults, ...again.faults]).toEqual([]);
      await close(again);
    });

    it('says what is wrong with an address that cannot be, and shows the page’s own picture', async () => {
      const sound = await open(id);
      const before = await sound.told.textContent();
      await close(sound);
      const shown = await openAndSee(id, `?${id}=nonsense:1`);
      await expect.poll(() => shown.figure.getByRole('alert').textContent(), SOON).toContain('there is no "nonsense"');
      expect(await shown.told.textContent()).toBe(before);
      expect(shown.faults).toEqual([]);
      await close(shown);
    });

    it.each(['light', 'dark'] as const)('has nothing that axe finds in %s, changed or not', async (colorScheme) => {
      const shown = await openAndSee(id, '', { colorScheme });
      const found = (): Promise<readonly string[]> => axeFaults(shown.page, 'everything', `#live-${id}`);
      expect(await found()).toEqual([]);
      await changeByKeyboard(shown);
      expect(await found()).toEqual([]);
      await close(shown);
    });

    it('moves nothing by itself for readers who want less motion', async () => {
      const shown = await openAndSee(id, '', { reducedMotion: 'reduce' });
      await changeByKeyboard(shown);
      expect(await shown.figure.evaluate((figure) => figure.getAnimations({ subtree: true }).length)).toBe(0);
      await close(shown);
    });

    it('fits a phone', async () => {
      const shown = await openAndSee(id, '', { viewport: { width: 390, height: 844 } });
      const excess = await shown.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(excess).toBeLessThanOrEqual(0);
      const cut = await shown.figure.evaluate((figure) => figure.scrollWidth - figure.clientWidth);
      expect(cut).toBeLessThanOrEqual(0);
      await close(shown);
    });
  });

  it('does notice a planted difference between the HTML of the build and what the browser would draw', async () => {
    const id = ids[0] as string;
    const shown = await openAndSee(id, '', {}, (html) => html.replace(/<p ([^>]*data-live-told)/, '<div $1'));
    expect(shown.faults.join()).toContain(`Live picture ${id}`);
    await close(shown);
  });

  it('does notice a planted browser that takes everything for seen', async () => {
    const id = ids.at(-1) as string;
    const shown = await open(id, '', {}, (html) => html.replace('<head>', `<head><script>${EVERYTHING_SEEN}</script>`));
    await expect.poll(() => shown.scripts.some((script) => script.startsWith(`live-${id}.`)), SOON).toBe(true);
    await close(shown);
  });

  it('lives also where the reader comes from another page without a load', async () => {
    const id = ids[0] as string;
    const context = await browser.newContext({ viewport: { width: 1000, height: 400 } });
    const page = await context.newPage();
    await openPage(page, `${site.url}/develop/documentation`);
    await page.locator(`.menu a[href="${PAGE}"]`).click();
    const figure = page.locator(`#live-${id}`);
    await figure.scrollIntoViewIfNeeded();
    await figure.locator('svg').first().waitFor();
    expect(await figure.locator('[data-live-told]').textContent()).not.toBe('');
    await page.goBack();
    await page.locator('h1', { hasText: 'These pages' }).waitFor();
    await context.close();
  });
});
