import { rmSync } from 'node:fs';
import { makeSidecarCertificates, type SidecarCertificates, type SimulatedSidecar, startSimulatedSidecar } from '@ringside/sidecar/testing';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../tools/browser/launch.ts';
import { NO_BROWSER } from '../../tools/browser/provide.ts';
import { axeFaults } from './support/axe.ts';
import { DASHBOARD, keptBy, NOTHING_KEPT, signIn, TOKEN, tokenFile, watch } from './support/dashboard.ts';

const API = '**/api/v1/**';
/** The one row of a node that is always there. */
const NODE = '127.0.0.1';

if (NO_BROWSER !== undefined) process.stderr.write(`\nSKIPPED: the dashboard is not tried in a browser: ${NO_BROWSER}.\n\n`);

describe.skipIf(NO_BROWSER !== undefined)('the dashboard (skipped where the locked browser does not run)', { timeout: 120_000 }, () => {
  let browser: Browser;
  let certificates: SidecarCertificates;
  let token: ReturnType<typeof tokenFile>;
  let context: BrowserContext;
  let page: Page;
  let sidecar: SimulatedSidecar | undefined;
  beforeAll(async () => {
    browser = await launchBrowser();
    certificates = makeSidecarCertificates();
    token = tokenFile();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    token?.remove();
    if (certificates !== undefined) rmSync(certificates.folder, { recursive: true });
  });
  beforeEach(async () => {
    context = await browser.newContext();
    page = await context.newPage();
  });
  afterEach(async () => {
    await context.close();
    await sidecar?.close();
    sidecar = undefined;
  });

  async function start(config: Readonly<Record<string, unknown>> = {}): Promise<SimulatedSidecar> {
    sidecar = await startSimulatedSidecar({ config: { dashboard: { directory: DASHBOARD }, ...config } });
    return sidecar;
  }

  /** A sidecar that asks for {@link TOKEN}. */
  const startGuarded = (): Promise<SimulatedSidecar> => start({ authentication: { tokenFile: token.path } });
  const nodeRow = () => page.getByRole('row').filter({ hasText: NODE }).first();
  const field = () => page.getByLabel('Token of this sidecar');
  const signOut = () => page.getByRole('button', { name: 'Sign out' });

  it('of a sidecar that asks for nothing shows the ring, and no form', async () => {
    await page.goto((await start()).url);
    await nodeRow().waitFor();
    expect(await Promise.all([field().count(), signOut().count()])).toEqual([0, 0]);
    expect(await axeFaults(page, 'everything')).toEqual([]);
  });

  it('asks for the token, says that a wrong one is wrong, and shows the ring with the right one, all by keyboard', async () => {
    await page.goto((await startGuarded()).url);
    await field().waitFor();
    expect(await field().getAttribute('type')).toBe('password');
    expect(await axeFaults(page, 'everything')).toEqual([]);
    await signIn(page, `${TOKEN.slice(1)}0`);
    await page.getByRole('alert').getByText('The sidecar does not accept this token.').waitFor();
    expect(await field().getAttribute('aria-invalid')).toBe('true');
    expect(await axeFaults(page, 'everything')).toEqual([]);
    await signIn(page, 'two words');
    await page
      .getByRole('alert')
      .getByText(/A token is one word/)
      .waitFor();
    await page.keyboard.press('ControlOrMeta+A');
    await signIn(page, TOKEN);
    await nodeRow().waitFor();
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('MAIN');
    expect(await axeFaults(page, 'everything')).toEqual([]);
  });

  it('keeps the token in its memory only, and sends it to its own sidecar only', async () => {
    const { url } = await startGuarded();
    const seen = watch(page);
    await page.goto(url);
    await signIn(page, TOKEN);
    await nodeRow().waitFor();
    expect(await keptBy(page)).toEqual(NOTHING_KEPT);
    expect(JSON.stringify(await context.storageState())).not.toContain(TOKEN);
    expect(seen.requests.filter((request) => request.url.includes(TOKEN))).toEqual([]);
    const carriers = seen.requests.filter(({ headers }) => JSON.stringify(headers).includes(TOKEN));
    expect(new Set(carriers.map((request) => new URL(request.url).origin))).toEqual(new Set([url]));
    expect(seen.console.join('\n')).not.toContain(TOKEN);
    expect(await page.content()).not.toContain(TOKEN);
    expect(sidecar?.asked.join('\n')).not.toContain(TOKEN);
    await page.reload();
    await field().waitFor();
  });

  it('forgets the token and the ring when the reader signs out, and asks nothing more', async () => {
    const { url, asked } = await startGuarded();
    await page.clock.install();
    await page.goto(url);
    await signIn(page, TOKEN);
    await nodeRow().waitFor();
    await signOut().focus();
    await page.keyboard.press('Enter');
    await page.getByRole('status').getByText('You are signed out.').waitFor();
    expect(await axeFaults(page, 'everything')).toEqual([]);
    expect(await page.getByText(NODE).count()).toBe(0);
    expect(await page.evaluate(() => document.activeElement?.getAttribute('type'))).toBe('password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    expect(await field().evaluate((input: HTMLInputElement) => [input.value, input.validity.valueMissing])).toEqual(['', true]);
    const before = asked.length;
    await page.clock.runFor(60_000);
    await page.evaluate(() => fetch('/index.html')); // comes after whatever the page asked before
    expect(asked.slice(before)).toEqual(['GET /index.html']);
  });

  it('forgets the token when the page is left and kept for the way back', async () => {
    const leave = (persisted: boolean) =>
      page.evaluate((isKept) => void dispatchEvent(new PageTransitionEvent('pagehide', { persisted: isKept })), persisted);
    await page.goto((await startGuarded()).url);
    await signIn(page, TOKEN);
    await nodeRow().waitFor();
    await leave(true);
    expect([await field().count(), await page.getByText(NODE).count()]).toEqual([1, 0]);
    await sidecar?.close();
    await page.goto((await start()).url);
    await nodeRow().waitFor();
    await leave(true);
    expect([await field().count(), await nodeRow().count()], 'no token, nothing to forget').toEqual([0, 1]);
  });

  it('asks anew when the token is replaced under it', async () => {
    await page.goto((await startGuarded()).url);
    await signIn(page, TOKEN);
    await nodeRow().waitFor();
    await page.route(API, (route) => route.fulfill({ status: 401, json: { status: 'Unauthorized', code: 401, error: 'UNAUTHORIZED' } }));
    await page.getByRole('alert').getByText('The sidecar no longer accepts the token').waitFor();
    expect(await page.getByText(NODE).count()).toBe(0);
  });

  it('says what it needs where that is not allowed', async () => {
    await page.route(API, (route) =>
      route.fulfill({ status: 403, json: { status: 'Forbidden', code: 403, error: 'FORBIDDEN', message: 'viewer may not do this' } }),
    );
    await page.goto((await start()).url);
    const alert = page.getByRole('alert');
    await alert.getByText('viewer may not do this').waitFor();
    expect(await alert.textContent()).toContain('This page needs RING:READ and TOPOLOGY:READ.');
  });

  it('takes no token over plain HTTP from another machine', async () => {
    const { url } = await startGuarded();
    await page.route('http://sidecar.example/**', async (route) => {
      const { pathname } = new URL(route.request().url());
      await route.fulfill({ response: await route.fetch({ url: url + pathname }) });
    });
    await page.goto('http://sidecar.example/');
    await page.getByRole('alert').getByText('the page came over plain HTTP').waitFor();
    expect(await page.locator('input').count()).toBe(0);
    expect(await axeFaults(page, 'everything')).toEqual([]);
  });

  it('sends no form, not even one that a fault submits', async () => {
    const { url } = await startGuarded();
    await page.goto(url);
    await field().fill('typed');
    const seen = watch(page);
    await field().evaluate((input: HTMLInputElement) => {
      input.setAttribute('name', 'token');
      if (input.form === null) throw new Error('The field stands in no form.');
      input.form.setAttribute('method', 'get');
      input.form.submit();
    });
    await expect.poll(() => seen.console.join('\n')).toMatch(/form-action/);
    expect(page.url()).toBe(`${url}/`);
    expect(seen.requests).toEqual([]);
  });

  it('is there over TLS for who has a certificate that counts, without a token, and for nobody else', async () => {
    const { server, authority, client, stranger } = certificates;
    const tls = { certificateFile: server.certificate, keyFile: server.key, caFile: authority, requireClientCertificate: true };
    const { url } = await start({ tls });
    const openWith = async (pair: typeof client): Promise<Page> => {
      await context.close();
      // Playwright hands the certificate over on behalf of the browser, whose own store of certificates needs a desktop.
      const certificate = { origin: url, certPath: pair.certificate, keyPath: pair.key };
      context = await browser.newContext({ ignoreHTTPSErrors: true, clientCertificates: [certificate] });
      return context.newPage();
    };
    await expect((await openWith(stranger)).goto(url)).rejects.toThrow(/net::ERR_/);
    page = await openWith(client);
    await page.goto(url);
    await nodeRow().waitFor();
    expect(await Promise.all([field().count(), signOut().count()])).toEqual([0, 0]);
  });
});
