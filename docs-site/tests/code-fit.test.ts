import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fitOf } from '../src/components/code/fit';
import { launchBrowser } from '../../tools/browser/launch.ts';
import { NO_BROWSER } from '../../tools/browser/provide.ts';
import { builtPages } from './support/built-pages.ts';
import { serveBuild } from './support/serve-build.ts';

const WIDTHS = [360, 1300, 1920] as const;
/** Lines of so many columns fit beside the navigation without scrolling, in letters that can be read. */
const FITTING_COLUMNS = 95;

describe('fitOf()', () => {
  it.each([
    ['SELECT 1;', 'cql', { kind: 'wraps' }],
    ['a  b\nc  d', 'ts', { kind: 'wraps' }],
    ['InvalidRequest: one long sentence', 'text', { kind: 'wraps' }],
    ['name  kind\nrex   dog', 'text', { kind: 'aligned', columns: 10 }],
    [' a | b\n---+---', 'text', { kind: 'aligned', columns: 7 }],
  ])('of %j in %s is %j', (text, language, fit) => expect(fitOf(text, language)).toEqual(fit));
});

/** What of the code of the page that is shown cannot be seen, and nothing says so. */
async function clipped(page: Page): Promise<readonly string[]> {
  return page.evaluate((fitting) => {
    const faults: string[] = [];
    for (const pre of document.querySelectorAll('main pre')) {
      if (pre.getClientRects().length === 0) continue;
      const frame = pre.closest<HTMLElement>('[data-code-fit]');
      const [style, text] = [getComputedStyle(pre), (pre.textContent ?? '').slice(0, 60)];
      const box = pre.getBoundingClientRect();
      if (box.left < 0 || box.right > window.innerWidth + 0.5) faults.push(`leaves the window: ${text}`);
      if (pre.scrollWidth - pre.clientWidth <= 1) continue;
      const columns = Number(frame?.style.getPropertyValue('--columns') ?? 0);
      const isShown = frame?.dataset['codeFit'] === 'aligned' && style.overflowX === 'auto' && style.backgroundImage.includes('gradient');
      if (!isShown) faults.push(`is clipped: ${text}`);
      else if (window.innerWidth >= 1300 && columns <= fitting) faults.push(`scrolls though it has ${columns} columns: ${text}`);
    }
    return faults;
  }, FITTING_COLUMNS);
}

const pages = await builtPages();

describe.skipIf(NO_BROWSER !== undefined)('code in a browser (skipped where the locked one does not run)', { timeout: 300_000 }, () => {
  let browser: Browser;
  let site: Awaited<ReturnType<typeof serveBuild>>;
  let page: Page;
  beforeAll(async () => {
    site = await serveBuild({ hasFixedFonts: true });
    browser = await launchBrowser();
    page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  async function faultsOf(path: string, url = site.url): Promise<readonly string[]> {
    await page.goto(url + path);
    const found: string[] = [];
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      found.push(...(await clipped(page)).map((fault) => `${path} at ${width}: ${fault}`));
    }
    return found;
  }

  it('wraps or scrolls visibly in every block of every page, at 360, 1300 and 1920 pixels', async () => {
    const found: string[] = [];
    for (const { path } of pages) found.push(...(await faultsOf(path)));
    expect(found).toEqual([]);
  });

  it.each([
    ['lines that do not wrap', 'code { white-space: pre !important; font-size: 1rem !important; }', 1300],
    ['a block that scrolls unseen', 'pre { background: none !important; }', 360],
  ])('is found clipped with %s planted', async (_fault, css, width) => {
    const edit = (html: string): string => html.replace('</head>', `<style>[data-code-fit] ${css}</style></head>`);
    await using planted = await serveBuild({ hasFixedFonts: true, edit });
    const found = (await faultsOf('/learn/gossip', planted.url)).filter((fault) => fault.includes(`at ${width}: is clipped`));
    expect(found.length).toBeGreaterThan(0);
  });
});
