import { type SimulatedSidecar, startSimulatedSidecar } from '@ringside/sidecar/testing';
import { simulateCluster } from '@ringside/simulated-cluster';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../tools/browser/launch.ts';
import { NO_BROWSER } from '../../tools/browser/provide.ts';
import { axeFaults } from './support/axe.ts';
import { openWay } from './support/cuttable-way.ts';
import { DASHBOARD } from './support/dashboard.ts';

const ORDERS = { orders: { replication: { class: 'NetworkTopologyStrategy', dc1: '3' }, tables: ['events'] } };
/** Each view with words that it shows when it is there. */
const VIEWS: readonly (readonly [hash: string, words: string | RegExp])[] = [
  ['overview', 'The cluster is healthy'],
  ['ring?keyspace=orders&key=alice', 'every replica is up'],
  ['nodes', 'Table of nodes'],
  ['nodes/127.0.0.2%3A7000', 'Who says so'],
  ['keyspaces', 'NetworkTopologyStrategy dc1 3'],
  ['keyspaces?keyspace=orders&table=events', 'Only in snapshots'],
  ['advice', 'What could not be judged'],
  ['history', 'Nothing to draw yet'],
  ['activity', 'Nothing is being compacted now.'],
  ['clients', 'CQL clients'],
  ['snapshots', 'This node keeps no snapshot.'],
  ['settings', 'cluster_name'],
];

describe.skipIf(NO_BROWSER !== undefined)(
  'views of the dashboard (skipped where the locked browser does not run)',
  { timeout: 120_000 },
  () => {
    let browser: Browser;
    let sidecar: SimulatedSidecar | undefined;
    const contexts: BrowserContext[] = [];
    beforeAll(async () => {
      browser = await launchBrowser();
    }, 60_000);
    afterAll(async () => browser?.close());
    afterEach(async () => {
      await Promise.all(contexts.splice(0).map((context) => context.close()));
      await sidecar?.close();
      sidecar = undefined;
    });

    async function start(cluster = simulateCluster({ keyspaces: ORDERS })): Promise<SimulatedSidecar> {
      sidecar = await startSimulatedSidecar({ cluster, config: { dashboard: { directory: DASHBOARD } } });
      return sidecar;
    }

    async function open(options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
      const context = await browser.newContext(options);
      contexts.push(context);
      return context.newPage();
    }

    const shown = (page: Page, words: string | RegExp) =>
      page.locator('main').getByText(words).or(page.locator('main').getByLabel(words)).first();

    it.each([
      ['light', 1_280],
      ['dark', 1_280],
      ['light', 360],
    ] as const)('have nothing for axe to find, and are no wider than the window: %s, %i px', async (colorScheme, width) => {
      const { url } = await start();
      const page = await open({ colorScheme, viewport: { width, height: 800 } });
      const faults: string[] = [];
      for (const [hash, words] of VIEWS) {
        await page.goto(`${url}/#/${hash}`);
        await shown(page, words).waitFor();
        faults.push(...(await axeFaults(page, 'everything')).map((fault) => `${hash}: ${fault}`));
        const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        if (tooWide > 0) faults.push(`${hash}: ${tooWide} px too wide`);
      }
      expect(faults).toEqual([]);
    });

    it('are where they were after a reload, and a step back leads to the one before', async () => {
      const { url } = await start();
      const page = await open();
      await page.goto(`${url}/#/ring?keyspace=orders&table=events`);
      await page
        .getByLabel(/^(?:id|key|pk|k) \(/)
        .or(page.locator('.key input'))
        .first()
        .fill('7');
      await page.getByText('token ', { exact: false }).first().waitFor();
      const address = page.url();
      expect(new URL(address).hash).toContain('key=7');
      const token = await page.locator('.key output').textContent();
      await page.reload();
      await expect.poll(async () => page.locator('.key output').textContent()).toBe(token);
      await page.getByRole('link', { name: 'Nodes', exact: true }).click();
      await page.getByRole('region', { name: 'Table of nodes' }).waitFor();
      expect(await page.title()).toBe('Nodes · Ringside');
      await page.goBack();
      expect(page.url()).toBe(address);
      await page.getByRole('heading', { name: 'Where is my data?' }).waitFor();
    });

    it('lead from a click on the ring, and from a button beside it, to the replicas of a range', async () => {
      const { url } = await start();
      const page = await open();
      await page.goto(`${url}/#/ring?keyspace=orders`);
      const ring = page.getByRole('img', { name: /^Token ring/ });
      const { width, height } = (await ring.boundingBox()) ?? { width: 0, height: 0 };
      await ring.click({ position: { x: (width * 260) / 320, y: height / 2 } }); // on the band, a quarter of the way round
      await page.getByRole('heading', { name: 'Range', exact: true }).waitFor();
      expect(await page.locator('.replicas li').count()).toBe(3);
      const before = page.url();
      await page.getByRole('region', { name: 'Table of ranges' }).getByRole('button', { pressed: false }).first().press('Enter');
      await expect.poll(() => page.url()).not.toBe(before);
      await page.getByRole('region', { name: 'Table of ranges' }).getByRole('button', { pressed: true }).waitFor();
    });

    it('can be reached by keyboard, past the navigation', async () => {
      const page = await open();
      await page.goto((await start()).url);
      await shown(page, 'The cluster is healthy').waitFor();
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the content');
      await page.keyboard.press('Enter');
      expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('MAIN');
      expect(new URL(page.url()).hash).toBe('');
    });

    it('keep what was seen while the sidecar is gone, say so, and go on when it is back', async () => {
      const way = await openWay((await start()).url);
      const page = await open();
      await page.goto(way.url);
      await page.getByText('live', { exact: false }).first().waitFor();
      await shown(page, 'The cluster is healthy').waitFor();
      await way.cut();
      await page.getByText('connection lost, trying again').waitFor();
      await page.getByRole('alert').getByText('No sidecar answers').waitFor();
      expect(await shown(page, 'The cluster is healthy').count()).toBe(1);
      await way.mend();
      await page.locator('.line-sign.connected').waitFor();
      await page.getByRole('alert').waitFor({ state: 'detached' });
      await way.cut();
    });

    it('show what there is where one part of them fails, and what to do about the other', async () => {
      const { url } = await start();
      const page = await open();
      const down = {
        status: 'Service Unavailable',
        code: 503,
        error: 'CASSANDRA_UNAVAILABLE',
        message: 'Cassandra does not answer',
        remedy: 'Start it.',
      };
      await page.route('**/stats/compaction', (route) => route.fulfill({ status: 503, json: down }));
      await page.goto(`${url}/#/activity`);
      await page.getByRole('alert').getByText('Cassandra does not answer').waitFor();
      expect(await page.getByRole('alert').textContent()).toContain('The page keeps trying.');
      await shown(page, 'Nothing streams to or from this node now.').waitFor();
    });

    it('of a single node say in words that keyspaces ask for more, and show none as unavailable', async () => {
      const keyspaces = { system_distributed: { replication: { class: 'SimpleStrategy', replication_factor: '3' }, tables: [] } };
      const { url } = await start(simulateCluster({ datacenters: { dc1: 1 }, keyspaces }));
      const page = await open();
      await page.goto(url);
      await shown(page, /system_distributed asks for more replicas than this cluster has nodes \(1\)/).waitFor();
      expect(await page.locator('main').textContent()).not.toMatch(/unavailable/i);
      expect(await axeFaults(page, 'everything')).toEqual([]);
    });

    it('of a ring with a dead node put that first', async () => {
      const cluster = simulateCluster({ keyspaces: ORDERS });
      const { url } = await start(cluster);
      cluster.node('node3').kill();
      await cluster.clock.advance(60_000);
      const page = await open();
      await page.goto(url);
      await page.getByRole('heading', { name: 'What is wrong' }).waitFor();
      await page.locator('.problems').getByText('127.0.0.3 is down').waitFor();
      await page.locator('.problems').getByRole('link', { name: 'Look at the node' }).click();
      await page.getByRole('heading', { name: '127.0.0.3:7000' }).waitFor();
      expect(await axeFaults(page, 'everything')).toEqual([]);
    });

    it('draw a ring of a thousand nodes, which can be enlarged, moved and clicked', async () => {
      const { url } = await start(simulateCluster({ datacenters: { dc1: 1_000 }, keyspaces: ORDERS }));
      const page = await open();
      await page.goto(`${url}/#/ring?keyspace=orders`);
      const ring = page.getByRole('img', { name: /^Token ring of 1000 nodes/ });
      await ring.waitFor({ timeout: 60_000 });
      expect(await ring.locator('path').count()).toBeLessThan(20);
      const whole = await ring.getAttribute('viewBox');
      await page.getByRole('button', { name: 'Enlarge' }).click();
      const enlarged = await ring.getAttribute('viewBox');
      await ring.hover();
      await page.mouse.down();
      await page.mouse.move(10, 10, { steps: 3 });
      await page.mouse.up();
      const moved = await ring.getAttribute('viewBox');
      expect(new Set([whole, enlarged, moved]).size).toBe(3);
      expect(await page.locator('.replicas').count(), 'dragging is no click').toBe(0);
      await page.getByRole('button', { name: 'Whole ring' }).click();
      expect(await ring.getAttribute('viewBox')).toBe(whole);
      await ring.click({ position: { x: 40, y: 40 } });
      await page.getByRole('heading', { name: 'Range', exact: true }).waitFor();
      expect(await page.locator('.replicas li').count()).toBe(3);
      expect(await axeFaults(page, 'everything')).toEqual([]);
    });
  },
);
