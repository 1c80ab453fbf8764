import { createSidecarClient } from '@ringside/api';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keyspaceName } from '@ringside/model';
import { afterEach, describe, expect, it } from 'vitest';
import { type OverSimulation, startOverSimulation, testInstance, wire } from '../testing/simulated-sidecar.ts';

let backed: OverSimulation | undefined;

afterEach(async () => {
  await backed?.sidecar.stop(0);
  backed = undefined;
});

const never = (): Promise<never> => new Promise(() => {});

describe('a sidecar whose node hangs', () => {
  it('answers 408 with Apache’s body when a request takes too long, and health meanwhile', async () => {
    backed = await startOverSimulation({ requestTimeoutMs: 100 });
    backed.node.before = never;
    const [slow, health] = await Promise.all([wire(backed.sidecar, '/api/v1/cassandra/ring'), wire(backed.sidecar, '/api/v1/__health')]);
    expect({ status: slow.status, text: slow.text }).toEqual({ status: 408, text: '{"status":"Request Timeout"}' });
    expect(health.status).toBe(200);
  });

  it('turns away what is over the limit with 503 and when to retry', async () => {
    backed = await startOverSimulation({ concurrentRequests: 2, requestTimeoutMs: 2_000 });
    const { sidecar, node } = backed;
    node.before = never;
    const stuck = [wire(sidecar, '/api/v1/cassandra/ring'), wire(sidecar, '/api/v1/cassandra/gossip')];
    await expect.poll(() => node.calls.length).toBe(3);
    const third = await wire(sidecar, '/api/v1/cassandra/nodes');
    expect(third.json).toMatchObject({ code: 503, error: 'SIDECAR_BUSY', retryable: true });
    expect(third.headerNames).toContain('Retry-After');
    await Promise.all(stuck);
    node.before = async () => {};
    expect((await wire(sidecar, '/api/v1/cassandra/streams')).status).toBe(200);
  });

  it('gives a node that hangs no more than its part of the places, and serves the others', async () => {
    const instances = [1, 2].map((id) => testInstance({ id, host: `127.0.0.${id}` }));
    backed = await startOverSimulation({ instances, concurrentRequests: 4, requestTimeoutMs: 2_000 });
    const { sidecar, nodes } = backed;
    const [hung] = nodes;
    if (hung === undefined) throw new Error('There is no node');
    hung.before = never;
    const stuck = ['ring', 'gossip'].map((read) => wire(sidecar, `/api/v1/cassandra/${read}?instanceId=1`));
    await expect.poll(() => hung.calls.length).toBeGreaterThanOrEqual(2);
    const third = await wire(sidecar, '/api/v1/cassandra/streams?instanceId=1');
    expect(third.json).toMatchObject({ code: 503, error: 'SIDECAR_BUSY', message: '2 requests already wait for the node at 127.0.0.1' });
    expect((await wire(sidecar, '/api/v1/cassandra/streams?instanceId=2')).status).toBe(200);
    await Promise.all(stuck);
  });

  it('stops in bounded time, telling those who wait', async () => {
    backed = await startOverSimulation();
    const { sidecar, node } = backed;
    node.before = never;
    const waiting = wire(sidecar, '/api/v1/cassandra/ring');
    await expect.poll(() => node.calls.length).toBeGreaterThan(0);
    const stopped = sidecar.stop(50);
    expect((await waiting).status).toBe(503);
    await stopped;
    await expect(wire(sidecar, '/api/v1/__health')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});

describe('views of several nodes', () => {
  it('are merged pessimistically, and a node that does not answer has no say', async () => {
    const instances = [1, 2].map((id) => testInstance({ id, host: `127.0.0.${id}` }));
    backed = await startOverSimulation({ instances });
    const { cluster } = backed;
    const [first, second] = backed.nodes;
    const client = createSidecarClient({ baseUrl: backed.sidecar.url });
    const summary = async (): Promise<unknown> => (await client.availability({ keyspace: keyspaceName('orders') })).keyspaces[0]?.summary;
    expect(await summary()).toMatchObject({ available: 3 });
    // The third node comes back and cannot answer the second one, which therefore keeps it down.
    cluster.node('node3').kill();
    await cluster.clock.advance(60_000);
    cluster.cut('node3', 'node2');
    cluster.node('node3').start();
    await cluster.clock.advance(60_000);
    expect(await summary()).toMatchObject({ underReplicated: 3 });
    if (second !== undefined) second.before = () => Promise.reject(new Error('gone'));
    expect(await summary()).toMatchObject({ available: 3 });
    await first?.control.stopGossip();
    await expect(client.nodes()).rejects.toMatchObject({ code: 'CASSANDRA_UNAVAILABLE' });
  });
});

describe('files at /', () => {
  it('are those that the folder had, and nothing else', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dashboard-'));
    mkdirSync(join(folder, 'assets'));
    writeFileSync(join(folder, 'index.html'), '<h1>ring</h1>');
    writeFileSync(join(folder, 'assets', 'app-1a2b.js'), 'run()');
    backed = await startOverSimulation({ dashboardDirectory: folder });
    const { sidecar } = backed;
    const index = await wire(sidecar, '/');
    expect([index.status, index.text, index.headers['content-type']]).toEqual([200, '<h1>ring</h1>', 'text/html; charset=utf-8']);
    expect((await wire(sidecar, '/assets/app-1a2b.js')).headers['cache-control']).toContain('immutable');
    for (const path of ['/../package.json', '/assets/../../package.json', '/%2e%2e/package.json', '/assets', '/assets/'])
      expect((await wire(sidecar, path)).status).toBe(404);
    rmSync(folder, { recursive: true });
  });

  it('are none where no dashboard was built', async () => {
    backed = await startOverSimulation({ dashboardDirectory: '/no/such/folder' });
    expect((await wire(backed.sidecar, '/')).status).toBe(404);
  });
});
