import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { throwIfAborted } from '@ringside/core';
import { startSimulatedSidecar } from '@ringside/sidecar/testing';
import { simulateCluster } from '@ringside/simulated-cluster';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../browser/launch.ts';
import { ROOT } from '../ci/steps.ts';
import { measure } from '../gates/budgets.ts';
import type { Bench, BenchOptions } from './bench.ts';
import { median, round } from './statistics.ts';

const FOLDER = join(ROOT, 'packages/dashboard');
const REPLICATION = { class: 'NetworkTopologyStrategy', dc1: '3' };
const VISITS = 7;

/** The page of a sidecar as a reader has it: how much is loaded, how long until it shows something, and how long a large ring takes to draw. */
export const bench: Bench = {
  name: 'dashboard',
  describe:
    'Script of the dashboard ≤ 200 kB compressed; the overview of three nodes ≤ 1.5 s after the address is entered; a ring of 1,000 nodes drawn ≤ 100 ms',
  bars: [
    { figure: 'scriptKb', atMost: 200 },
    { figure: 'firstViewMs', atMost: 1_500 },
    { figure: 'ringMs', atMost: 100 },
  ],
  run,
};

async function run({ log, pairs: visits = VISITS, signal }: BenchOptions): Promise<Readonly<Record<string, unknown>>> {
  await promisify(execFile)(process.execPath, [join(ROOT, 'node_modules/vite/bin/vite.js'), 'build'], { cwd: FOLDER, signal });
  const scriptKb = round((await measure({ name: 'dashboard', entry: 'packages/dashboard/index.html', maxBytes: 0 })) / 1_000, 1);
  log(`${scriptKb} kB compressed`);
  const browser = await launchBrowser();
  try {
    const first = await timeVisits(browser, { visits, nodes: 3, time: timeFirstView, signal });
    log(`first view ${first.join(', ')} ms`);
    const ring = await timeVisits(browser, { visits, nodes: 1_000, time: timeRing, signal });
    log(`ring of 1,000 nodes ${ring.join(', ')} ms`);
    const firstViewMs = round(median(first), 0);
    const ringMs = round(median(ring), 0);
    return { visits, scriptKb, firstViewMs, ringMs, ratio: round(Math.max(scriptKb / 200, firstViewMs / 1_500, ringMs / 100)) };
  } finally {
    await browser.close();
  }
}

interface Visits {
  readonly visits: number;
  readonly nodes: number;
  readonly time: (page: Page, url: string) => Promise<number>;
  readonly signal: AbortSignal;
}

async function timeVisits(browser: Browser, { visits, nodes, time, signal }: Visits): Promise<readonly number[]> {
  const cluster = simulateCluster({ datacenters: { dc1: nodes }, keyspaces: { orders: { replication: REPLICATION, tables: ['events'] } } });
  const sidecar = await startSimulatedSidecar({ cluster, config: { dashboard: { directory: join(FOLDER, 'dist') } } });
  const taken: number[] = [];
  try {
    for (let visit = 0; visit < visits; visit += 1) {
      throwIfAborted(signal, 'The benchmark');
      const context = await browser.newContext();
      taken.push(round(await time(await context.newPage(), sidecar.url), 1));
      await context.close();
    }
  } finally {
    await sidecar.close();
  }
  return taken;
}

/** From the moment in which the address is entered, with nothing in any cache, to the verdict on the screen. */
async function timeFirstView(page: Page, url: string): Promise<number> {
  const startedMs = performance.now();
  await page.goto(url);
  await page.getByRole('heading', { name: 'Nodes' }).waitFor();
  return performance.now() - startedMs;
}

/** From the choice of the view, while the cluster is known, to the frame after the one that has the whole picture. */
async function timeRing(page: Page, url: string): Promise<number> {
  await page.goto(`${url}/#/settings`);
  await page.getByText('1000 of 1000 nodes are up').waitFor({ timeout: 60_000 });
  return page.evaluate<number>(DRAW_RING);
}

/** Runs in the page. */
const DRAW_RING = `(async () => {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const startedMs = performance.now();
  location.hash = '#/ring?keyspace=orders';
  for (let frames = 0; document.querySelector('.dense svg') === null && frames < 1_000; frames += 1) await frame();
  await frame();
  return performance.now() - startedMs;
})()`;
