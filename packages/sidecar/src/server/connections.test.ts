import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSidecarClient } from '@ringside/api';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type OverSimulation, startOverSimulation, wire } from '../testing/simulated-sidecar.ts';
import { type RawSocket, rawSocket, statusesIn } from '@ringside/route-server/testing';
import { affordableConnections, MOST_UNANSWERED } from '@ringside/route-server';
import { type SidecarProcess, startSidecarProcess } from '../testing/sidecar-process.ts';

/** No bar for speed: a busy machine takes its time. */
const SOON = { timeout: 60_000 };
vi.setConfig({ testTimeout: 120_000 });
const HEALTH = 'GET /api/v1/__health HTTP/1.1\r\nHost: localhost\r\n\r\n';
const opened: RawSocket[] = [];

afterEach(() => {
  for (const each of opened.splice(0)) each.end();
});

/** Connects and says something; nothing that comes back is read by default. */
async function say(url: string, text: string, reads = true): Promise<RawSocket> {
  const raw = await rawSocket(url);
  opened.push(raw);
  if (!reads) raw.socket.pause();
  raw.socket.write(text);
  return raw;
}

async function inProgress(url: string): Promise<number> {
  const text = await createSidecarClient({ baseUrl: url }).metrics();
  return Number(/^ringside_http_requests_in_progress (\d+)$/m.exec(text)?.[1]);
}

describe.runIf(process.platform === 'linux')('a sidecar that may open 256 files (skipped where there is no /proc)', () => {
  let folder: string;
  let sidecar: SidecarProcess;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sidecar-crowd-'));
    const pages = join(folder, 'pages');
    mkdirSync(pages);
    writeFileSync(join(pages, 'index.html'), `<p>${'x'.repeat(100_000)}</p>`);
    const config = join(folder, 'sidecar.json');
    const settings = {
      listen: { port: 0 },
      cassandra: { jolokiaUrl: 'http://127.0.0.1:1/jolokia/', port: 1 },
      dashboard: { directory: pages },
      requests: { clientTimeout: '3s' },
      log: { level: 'error' },
    };
    writeFileSync(config, JSON.stringify(settings));
    sidecar = await startSidecarProcess(['--config', config], 256);
  }, 60_000);

  afterAll(async () => {
    await sidecar.stop();
    rmSync(folder, { recursive: true });
  });

  /** Over a connection of its own. */
  const health = async (): Promise<string> => (await wire(sidecar, '/api/v1/__health')).text;

  it('holds nothing for a crowd that asks for a page hundreds of times ahead and reads nothing, and answers others meanwhile', async () => {
    expect(await health()).toBe('{"status":"OK"}');
    await createSidecarClient({ baseUrl: sidecar.url }).metrics();
    const [files, descriptors, bytes] = [sidecar.files(), sidecar.descriptors(), sidecar.residentBytes()];
    const page = 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n';
    await Promise.all(Array.from({ length: 16 }, () => say(sidecar.url, page.repeat(900), false)));
    await Promise.all(Array.from({ length: 16 }, () => say(sidecar.url, page.repeat(MOST_UNANSWERED - 1), false)));
    for (let asked = 0; asked < 20; asked += 1) expect(await health()).toBe('{"status":"OK"}');
    expect(sidecar.files()).toBeLessThanOrEqual(files + 2);
    // Those that read nothing are closed in time; nobody has to leave for that.
    await expect.poll(() => inProgress(sidecar.url), SOON).toBe(1);
    await expect.poll(() => sidecar.descriptors(), SOON).toBeLessThanOrEqual(descriptors + 2);
    expect(sidecar.residentBytes()).toBeLessThan(bytes + 64 * 2 ** 20);
  });

  it('answers whoever comes after 300 that do nothing, half of them in the middle of their headers', async () => {
    await Promise.all(Array.from({ length: 300 }, (_, index) => say(sidecar.url, index % 2 === 0 ? '' : 'GET / HTTP/1.1\r\nHo')));
    for (let asked = 0; asked < 5; asked += 1) expect(await health()).toBe('{"status":"OK"}');
    expect(sidecar.descriptors()).toBeLessThan(200);
    expect((await wire(sidecar, '/api/v1/keyspaces/orders/schema')).json).toMatchObject({ error: 'CASSANDRA_UNAVAILABLE' });
  });
});

describe('a client that takes its time', () => {
  let backed: OverSimulation;

  afterEach(async () => backed.sidecar.stop(0));

  it.each([
    ['headers', 'GET /api/v1/__health HTTP/1.1\r\nHost: localhost\r\nX-A:'],
    ['a body', 'PUT /api/v1/cassandra/operations/drain HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9000\r\n\r\na'],
    [
      'a body in chunks',
      'PUT /api/v1/cassandra/operations/drain HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nfff\r\na',
    ],
  ])('over %s is answered with 408 in the shape of an error, and nothing is done', async (_, begun) => {
    backed = await startOverSimulation({ clientTimeoutMs: 300 });
    const raw = await say(backed.sidecar.url, begun);
    const drip = setInterval(() => raw.socket.write('b'), 50); // it never falls silent
    await expect.poll(() => raw.closed(), SOON).toBe(true);
    clearInterval(drip);
    expect(statusesIn(raw.text())).toEqual([408]);
    const [head = '', body = ''] = raw.text().split('\r\n\r\n');
    expect(head).toContain('content-type: application/json');
    expect(JSON.parse(body)).toMatchObject({ status: 'Request Timeout', code: 408, error: 'OPERATION_TIMED_OUT' });
    expect(backed.node.calls).toEqual([]);
  });

  it('to read its answer is closed, and its requests are over', async () => {
    const pages = mkdtempSync(join(tmpdir(), 'sidecar-large-'));
    writeFileSync(join(pages, 'large.txt'), 'x'.repeat(8 * 2 ** 20));
    backed = await startOverSimulation({ clientTimeoutMs: 300, dashboardDirectory: pages });
    // More than the system buffers, so that some of it waits for the client.
    const raw = await say(backed.sidecar.url, 'GET /large.txt HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(20), false);
    await expect.poll(() => inProgress(backed.sidecar.url), SOON).toBe(1);
    raw.socket.resume();
    await expect.poll(() => raw.closed(), SOON).toBe(true);
    expect(raw.text().length).toBeLessThan(20 * 8 * 2 ** 20);
    rmSync(pages, { recursive: true });
  });

  it('is not cut off while the node takes its time', async () => {
    backed = await startOverSimulation({ clientTimeoutMs: 100 });
    backed.node.before = () => new Promise((resolve) => setTimeout(resolve, 600));
    expect((await wire(backed.sidecar, '/api/v1/cassandra/nodes')).status).toBe(200);
  });
});

describe('requests that are sent ahead', () => {
  it('are answered in order up to a limit, beyond which the connection is closed', async () => {
    const backed = await startOverSimulation();
    const polite = await say(backed.sidecar.url, HEALTH.repeat(MOST_UNANSWERED));
    await expect.poll(() => statusesIn(polite.text()).length, SOON).toBe(MOST_UNANSWERED);
    expect(new Set(statusesIn(polite.text()))).toEqual(new Set([200]));
    const greedy = await say(backed.sidecar.url, HEALTH.repeat(MOST_UNANSWERED + 1));
    await expect.poll(() => greedy.closed(), SOON).toBe(true);
    expect(await inProgress(backed.sidecar.url)).toBe(1);
    await backed.sidecar.stop(0);
  });
});

describe('a crowd of connections', () => {
  it('loses one that never asked, else the one idle for longest, when a new one comes, and never one that is being served', async () => {
    const backed = await startOverSimulation({ connections: 16 });
    let release = (): void => {};
    backed.node.before = () => new Promise((resolve) => (release = resolve));
    const served = await say(backed.sidecar.url, 'GET /api/v1/cassandra/gossip HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await expect.poll(() => backed.node.calls, SOON).toEqual(['gossip']);
    const idle: RawSocket[] = [];
    for (let place = 1; place < 16; place += 1) idle.push(await say(backed.sidecar.url, HEALTH));
    await expect.poll(() => idle.every((each) => statusesIn(each.text()).length === 1), SOON).toBe(true);
    const late = await say(backed.sidecar.url, HEALTH);
    await expect.poll(() => statusesIn(late.text()), SOON).toEqual([200]);
    expect([idle[0]?.closed(), idle[1]?.closed(), served.closed()]).toEqual([true, false, false]);
    release();
    await expect.poll(() => statusesIn(served.text()), SOON).toEqual([200]);
    const silent = await say(backed.sidecar.url, '');
    await expect.poll(() => idle[1]?.closed(), SOON).toBe(true);
    const later = await say(backed.sidecar.url, HEALTH);
    await expect.poll(() => statusesIn(later.text()), SOON).toEqual([200]);
    expect([silent.closed(), idle[2]?.closed()]).toEqual([true, false]);
    await backed.sidecar.stop(0);
  });

  it('is as large as is wanted, but leaves half of the descriptors to the sidecar itself', () => {
    expect(affordableConnections(256, 1_048_576)).toBe(256);
    expect(affordableConnections(256, 256)).toBe(128);
    expect(affordableConnections(256, 100)).toBe(36);
    expect(affordableConnections(256, 64)).toBe(16);
    expect(affordableConnections(256, Number.POSITIVE_INFINITY)).toBe(256);
  });
});

describe('a client that leaves', () => {
  let backed: OverSimulation;

  afterEach(async () => backed.sidecar.stop(0));

  it('has what was not sent to the node yet taken back, in whatever place of the line it was', async () => {
    backed = await startOverSimulation();
    const { node, sidecar } = backed;
    const waiting: (() => void)[] = [];
    node.before = () => new Promise((resolve) => waiting.push(resolve));
    const put = (path: string): string => `PUT /api/v1${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`;
    const leaving = await say(
      sidecar.url,
      put('/cassandra/snapshots/a?keyspace=orders') + put('/keyspaces/orders/tables/events/snapshots/b') + HEALTH,
    );
    await expect.poll(() => waiting.length, SOON).toBe(2); // one question of each
    leaving.end();
    await expect.poll(() => inProgress(sidecar.url), SOON).toBe(1);
    node.before = async () => {};
    for (const each of waiting) each();
    expect((await wire(sidecar, '/api/v1/cassandra/nodes')).status).toBe(200);
    expect(node.snapshots).toEqual([]);
    expect(backed.logged).toEqual([]);
  });
});

describe('long operations that hang', () => {
  it('have places of their own, so that reads are answered, and one node’s take none from another', async () => {
    const backed = await startOverSimulation({ concurrentRequests: 4, concurrentLongRequests: 3, longRequestTimeoutMs: 60_000 });
    const { node, sidecar } = backed;
    node.before = async () => {
      if (node.calls.at(-1) === 'takeSnapshot') await new Promise(() => {});
    };
    const statuses: number[] = [];
    const put = async (tag: number): Promise<void> => {
      const { status } = await wire(sidecar, `/api/v1/cassandra/snapshots/t${tag}`, { method: 'PUT' });
      statuses.push(status);
    };
    const asked = Array.from({ length: 70 }, (_, tag) => put(tag));
    // Three have a place; of those one is with the node, as changes to snapshots take turns.
    await expect.poll(() => statuses.length, SOON).toBe(67);
    expect(node.calls.filter((call) => call === 'takeSnapshot')).toHaveLength(1);
    for (const path of ['/cassandra/ring', '/cassandra/nodes', '/cassandra/gossip', '/__health'])
      expect((await wire(sidecar, `/api/v1${path}`)).status).toBe(200);
    await sidecar.stop(0);
    await Promise.all(asked);
    expect(statuses).toEqual(Array.from({ length: 70 }, () => 503));
  });
});
