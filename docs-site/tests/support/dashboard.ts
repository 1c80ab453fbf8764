import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';

/** The dashboard as it was built; a sidecar serves it. */
export const DASHBOARD: string = fileURLToPath(new URL('../../../packages/dashboard/dist', import.meta.url));

/** A token as `openssl rand -hex 32` makes one. */
export const TOKEN = '7d9f3c51e8a24b06f1c7d2a95e3b8064c9a1f70e5d2b48369c0e7a1fd4b8526e';

/** A file that holds it, for a sidecar's `authentication.tokenFile`. */
export function tokenFile(): { readonly path: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'ringside-token-'));
  const path = join(folder, 'token');
  writeFileSync(path, `${TOKEN}\n`, { mode: 0o600 });
  return { path, remove: () => rmSync(folder, { recursive: true }) };
}

/** Types into the field for the token and sends it, by keyboard alone. */
export async function signIn(page: Page, token: string): Promise<void> {
  await page.getByLabel('Token of this sidecar').waitFor();
  await page.keyboard.type(token);
  await page.keyboard.press('Enter');
}

/** Everything that a page did and said while it was watched. */
export interface Watched {
  /** Address and headers of every request. */
  readonly requests: { readonly url: string; readonly headers: Readonly<Record<string, string>> }[];
  readonly console: string[];
}

/** Watches a page from now on. */
export function watch(page: Page): Watched {
  const watched: Watched = { requests: [], console: [] };
  page.on('request', (request) => watched.requests.push({ url: request.url(), headers: request.headers() }));
  page.on('console', (message) => watched.console.push(message.text()));
  page.on('pageerror', (error) => watched.console.push(String(error)));
  return watched;
}

/** What the browser keeps of a page's own doing. */
export async function keptBy(page: Page): Promise<unknown> {
  return page.evaluate(async () => ({
    local: Object.entries(localStorage),
    session: Object.entries(sessionStorage),
    cookies: document.cookie,
    databases: await indexedDB.databases(),
    caches: await caches.keys(),
    address: location.href.slice(location.origin.length),
    state: history.state as unknown,
  }));
}

/** Nothing of {@link keptBy}. */
export const NOTHING_KEPT = { local: [], session: [], cookies: '', databases: [], caches: [], address: '/', state: null };
