import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPublishedVersions, rootOf } from '../src/components/version-picker/published-versions.ts';
import { launchBrowser } from '../../tools/browser/launch.ts';
import { NO_BROWSER } from '../../tools/browser/provide.ts';
import { fixture, runBin } from './support/site.ts';

const VERSIONS = [
  { version: '0.2.0', title: '0.2.0', aliases: ['latest'] },
  { version: '0.1.0', title: 'The first', aliases: [] },
];

describe('readPublishedVersions()', () => {
  it('reads what publish-docs writes', () => {
    expect(readPublishedVersions(VERSIONS)).toEqual([
      { version: '0.2.0', title: '0.2.0', isLatest: true },
      { version: '0.1.0', title: 'The first', isLatest: false },
    ]);
  });

  it('finds no version in anything else, and none that leads elsewhere', () => {
    for (const value of [
      undefined,
      null,
      {},
      'x',
      [null, 1, {}],
      [{ version: '../x' }, { version: '//evil.example' }, { version: 'a:b' }],
    ]) {
      expect(readPublishedVersions(value)).toEqual([]);
    }
  });
});

describe('rootOf()', () => {
  it('is the folder above the version', () => {
    expect(['/0.1.0/', '/docs/0.1.0/', '/'].map(rootOf)).toEqual(['/', '/docs/', '/']);
  });
});

const config = `
import real from '../../docusaurus.config';
export default {
  ...real,
  baseUrl: '/docs/0.1.0/',
  customFields: { docVersion: '0.1.0' },
  presets: [['classic', { docs: { routeBasePath: '/', path: 'docs' }, blog: false, pages: false, sitemap: false }]],
  plugins: [],
  themes: [],
  favicon: undefined,
  themeConfig: { navbar: { title: 'Site', items: [{ type: 'custom-versionPicker', position: 'right' }] } },
};
`;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
};

describe.skipIf(NO_BROWSER !== undefined)(
  'the version picker in a browser (skipped where the locked one does not run)',
  { timeout: 120_000 },
  () => {
    let browser: Browser;
    let url: string;
    let folder: string;
    let versionsJson: string | undefined;
    const asked: string[] = [];
    const server = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://site');
      asked.push(pathname);
      if (pathname === '/docs/versions.json') {
        response.writeHead(versionsJson === undefined ? 404 : 200, { 'content-type': 'application/json' }).end(versionsJson);
        return;
      }
      const path = pathname.replace('/docs/0.1.0/', '/');
      readFile(join(folder, 'build', path.endsWith('/') ? `${path}index.html` : path)).then(
        (body) => response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'text/html' }).end(body),
        () => response.writeHead(404).end(),
      );
    });

    beforeAll(async () => {
      folder = await fixture('version-site', {
        'docusaurus.config.ts': config,
        'docs/home.md': '---\nslug: /\n---\n\n# Home\n\nText.\n',
        'src/theme/NavbarItem/ComponentTypes.tsx': `export { default } from '../../../../../src/theme/NavbarItem/ComponentTypes';\n`,
      });
      const { exitCode, output } = await runBin('@docusaurus/core', 'bin/docusaurus.mjs', ['build', folder]);
      if (exitCode !== 0) throw new Error(output);
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/docs/0.1.0/`;
      browser = await launchBrowser();
    }, 240_000);
    afterAll(async () => {
      await browser?.close();
      server.closeAllConnections();
      server.close();
    });

    async function open(): Promise<{ readonly page: Page; readonly errors: string[] }> {
      asked.length = 0;
      const page = await browser.newPage();
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(error.message));
      await page.goto(url, { waitUntil: 'networkidle' });
      return { page, errors };
    }

    it('shows the version of the pages and asks for nothing before it is opened', async () => {
      versionsJson = JSON.stringify(VERSIONS);
      const { page } = await open();
      expect(await page.locator('nav details summary').textContent()).toBe('0.1.0');
      expect(asked.filter((path) => path.endsWith('versions.json'))).toEqual([]);
      await page.close();
    });

    it('lists the versions of its own host when it is opened by keyboard, this one and the latest marked, and asks once', async () => {
      versionsJson = JSON.stringify(VERSIONS);
      const { page, errors } = await open();
      await page.locator('nav details summary').press('Enter');
      const links = page.locator('nav details a');
      await links.nth(1).waitFor();
      expect(await links.allTextContents()).toEqual(['0.2.0 (latest)', 'The first']);
      expect(await links.evaluateAll((all) => all.map((one) => one.getAttribute('href')))).toEqual(['/docs/0.2.0/', '/docs/0.1.0/']);
      expect(await page.locator('nav details a[aria-current]').textContent()).toBe('The first');
      await page.locator('nav details summary').press('Enter');
      await page.locator('nav details summary').press('Enter');
      expect(asked.filter((path) => path.endsWith('versions.json'))).toHaveLength(1);
      expect(errors).toEqual([]);
      await page.close();
    });

    it.each([undefined, 'not JSON', '{}'])('says that there is no other version when the list is %j, without an error', async (text) => {
      versionsJson = text;
      const { page, errors } = await open();
      await page.locator('nav details summary').click();
      await page.getByText('No other version is published here.').waitFor();
      expect(errors).toEqual([]);
      await page.close();
    });

    it.each([360, 768, 996])('leaves a bar of %i pixels to the search, and is in the menu', async (width) => {
      versionsJson = JSON.stringify(VERSIONS);
      const { page } = await open();
      await page.setViewportSize({ width, height: 800 });
      expect(await page.locator('.navbar__inner details').isVisible()).toBe(false);
      await page.locator('.navbar__toggle').click();
      // On a page of the documentation the menu begins with its sidebar.
      await page.locator('.navbar-sidebar__back').click();
      await page.locator('.navbar-sidebar details summary').click();
      await page.locator('.navbar-sidebar').getByText('The first').waitFor();
      await page.close();
    });

    it('leads to the first page of the site with scripts off', async () => {
      const context = await browser.newContext({ javaScriptEnabled: false });
      const page = await context.newPage();
      await page.goto(url);
      await page.locator('nav details summary').click();
      expect(await page.locator('nav details a').getAttribute('href')).toBe('/docs/');
      await context.close();
    });
  },
);
