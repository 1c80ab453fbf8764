import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { useCluster } from '@ringside/cluster/vitest';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../tools/browser/launch.ts';
import { NO_BROWSER } from '../../tools/browser/provide.ts';
import { keptBy, NOTHING_KEPT, signIn, TOKEN, tokenFile, watch } from './support/dashboard.ts';

const PROGRAM = fileURLToPath(new URL('../../packages/sidecar/dist/main.js', import.meta.url));

/** Starts the sidecar as operators do, and waits until it listens. */
async function startProgram(config: string): Promise<{ readonly url: string; readonly sidecar: ChildProcess; readonly logged: string[] }> {
  const sidecar = spawn(process.execPath, [PROGRAM, '--config', config], { stdio: ['ignore', 'pipe', 'pipe'] });
  const logged: string[] = [];
  sidecar.stderr.setEncoding('utf8').on('data', (text: string) => logged.push(text));
  const ended = once(sidecar, 'exit').then(() => Promise.reject(new Error(`The sidecar did not start: ${logged.join('')}`)));
  ended.catch(() => undefined); // of no interest once it listens
  const [line] = (await Promise.race([once(createInterface(sidecar.stdout), 'line'), ended])) as [string];
  return { url: (JSON.parse(line) as { url: string }).url, sidecar, logged };
}

describe.skipIf(NO_BROWSER !== undefined)('the dashboard of a real node (skipped where the locked browser does not run)', () => {
  const cluster = useCluster({ nodes: 1 });
  const token = tokenFile();
  const folder = mkdtempSync(join(tmpdir(), 'ringside-dashboard-'));
  let browser: Browser | undefined;
  let running: Awaited<ReturnType<typeof startProgram>> | undefined;

  beforeAll(async () => {
    const { address: host, nativePort: port, controlUrl: jolokiaUrl, controlSecretFile: jolokiaSecretFile } = cluster().node(0);
    const cassandra = { host, port, jolokiaUrl, jolokiaSecretFile };
    const file = join(folder, 'sidecar.json');
    const config = { listen: { port: 0 }, cassandra, authentication: { tokenFile: token.path }, log: { level: 'debug' } };
    writeFileSync(file, JSON.stringify(config));
    running = await startProgram(file);
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    if (running?.sidecar.kill() === true) await once(running.sidecar, 'exit');
    token.remove();
    rmSync(folder, { recursive: true });
  });

  it('shows it to who has the token, which stays out of the log, the browser’s storage and every address', async () => {
    const { url = '', logged = [] } = running ?? {};
    const page = await (await (browser as Browser).newContext()).newPage();
    const seen = watch(page);
    await page.goto(url);
    await signIn(page, 'not-the-token');
    await page.getByRole('alert').getByText('The sidecar does not accept this token.').waitFor();
    await signIn(page, TOKEN);
    const { address } = cluster().node(0);
    await page.getByRole('row').filter({ hasText: address }).getByText('Up Normal').waitFor();
    expect(await keptBy(page)).toEqual(NOTHING_KEPT);
    expect(JSON.stringify([logged, seen.console, seen.requests.map((request) => request.url)])).not.toContain(TOKEN);
  });
});
