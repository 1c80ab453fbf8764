import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../tools/browser/launch.ts';
import { NO_BROWSER } from '../../tools/browser/provide.ts';
import type { AxeScope } from './support/axe.ts';
import { type BuiltPage, builtPages } from './support/built-pages.ts';
import { ownShare } from './support/chosen.ts';
import { look, type Looking, openDesk } from './support/look.ts';
import { readingFaults } from './support/no-scripts.ts';
import { orphans, partToKeep, screenshotFault } from './support/screenshots.ts';
import { serveBuild } from './support/serve-build.ts';
import { weightOf } from './support/weight.ts';

/** The JavaScript of a page with text and pictures, before anything comes into view. */
const MOST_SCRIPT_BYTES = 250_000;
const WEIGHED = /^(?:learn|develop\/live-pictures)/;
/** Of each kind of generated page one that axe looks at as at a written one; the others share its template, and with it its colours. */
const ONE_OF_A_KIND = new Set([
  'reference/api',
  'reference/api/ring',
  'reference/api/cluster/vitest',
  'reference/cli',
  'reference/config',
  'reference/errors',
  'reference/http',
  'reference/metrics',
]);

const pages = await builtPages();
const names = pages.map(({ name }) => name);
/** Those that this run looks at. */
const looked = ownShare(pages);

/** Everything in light, then the colours in dark; of generated pages whose template was looked at already, all but the contrast of each of thousands of words, once. */
function axeOf({ kind, name }: BuiltPage): { readonly light: AxeScope; readonly dark: AxeScope } {
  return kind !== 'generated' || ONE_OF_A_KIND.has(name)
    ? { light: 'everything', dark: 'colours' }
    : { light: 'structure', dark: 'nothing' };
}

if (NO_BROWSER !== undefined) process.stderr.write(`\nSKIPPED: the pages are not checked in a browser: ${NO_BROWSER}.\n\n`);

describe.skipIf(NO_BROWSER !== undefined)('in a browser (skipped where the locked one does not run)', { timeout: 300_000 }, () => {
  let browser: Browser;
  let site: Awaited<ReturnType<typeof serveBuild>>;
  let plain: Page;
  const desks: Page[] = [];
  beforeAll(async () => {
    site = await serveBuild({ hasFixedFonts: true });
    browser = await launchBrowser();
    desks.push(await openDesk(browser), await openDesk(browser));
    plain = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  /** Looks at a page on whichever desk is free; Vitest runs as many of these tests at a time as there are desks. */
  async function lookAt(path: string, looking: Looking) {
    const desk = desks.pop() ?? (await openDesk(browser));
    const seen = await look(desk, site.url + path, looking);
    // A desk on which a look failed is not used again.
    desks.push(desk);
    return seen;
  }

  // Of one edited page, all machines but one have none to look at: a suite of its own would be empty there, which Vitest calls a failure.
  it.concurrent.for(looked)(
    '$path is sound for axe, asks nobody else, logs no error, fits a phone, is light and looks as it did',
    async (page, { expect }) => {
      const seen = await lookAt(page.path, { axe: axeOf(page) });
      expect.soft(seen.axeInLight, 'axe in light').toEqual([]);
      expect.soft(seen.axeInDark, 'axe in dark').toEqual([]);
      expect.soft(seen.asked, 'addresses on other servers').toEqual([]);
      expect.soft(seen.errors, 'errors').toEqual([]);
      expect.soft(seen.tooWidePx, 'pixels too wide for a phone').toBeLessThanOrEqual(0);
      if (WEIGHED.test(page.name)) expect.soft(await weightOf(seen.scripts), 'bytes of scripts').toBeLessThanOrEqual(MOST_SCRIPT_BYTES);
      expect.soft(await screenshotFault(page.name, partToKeep(page, seen.picture))).toBe('');
    },
  );

  // A search is a script.
  it.for(looked.filter(({ name }) => name !== 'search'))('$path can be read with scripts off', async ({ path }) => {
    await plain.goto(site.url + path);
    expect(await readingFaults(plain)).toEqual([]);
  });

  it('no stored screenshot is of a page that is no more', async () => {
    expect(await orphans(names)).toEqual([]);
  });
});
