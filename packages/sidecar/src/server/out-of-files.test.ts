import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fill } from '@ringside/route-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { goodRequest, ROUTE_IDS, routeOf } from '../testing/example-requests.ts';
import { wire } from '../testing/simulated-sidecar.ts';
import { type SidecarProcess, startSidecarProcess } from '../testing/sidecar-process.ts';

/** A value that is right for each parameter of the contract. */
const VALUES: Readonly<Record<string, string>> = {
  after: '0-0',
  alone: 'true',
  atMost: '1',
  consistency: 'QUORUM',
  datacenter: 'dc1',
  durationMs: '100',
  includeSecondaryIndexFiles: 'true',
  instanceId: '1',
  key: '00000007',
  keyspace: 'orders',
  level: 'DEBUG',
  levels: 'orders=QUORUM',
  logger: 'org.apache.cassandra.gms',
  nodes: '127.0.0.1',
  operationId: '4e3b5a10-7c1d-11f0-9d2a-0242ac120002',
  rack: 'rack1',
  snapshot: 'nightly',
  summary: 'false',
  table: 'events',
  tag: 'nightly',
  top: '10',
  ttl: '2d',
  waitMs: '0',
};
const MOST_FILES = 256;

/** A request to each route that takes parameters, with all of them. */
const REQUESTS = ROUTE_IDS.filter((id) => routeOf(id).asksCassandra).map((id) => {
  const { path, query } = routeOf(id);
  const pairs = Object.keys(query).map((name) => `${name}=${value(name)}`);
  return { id, request: goodRequest(id), target: `${fill(path, value)}?${pairs.join('&')}` };
});

interface RouteAnswer {
  readonly id: string;
  readonly status: number;
  readonly text: string;
}

function value(name: string): string {
  const known = VALUES[name];
  if (known === undefined) throw new Error(`No value for ${name}`);
  return known;
}

describe.runIf(process.platform === 'linux')('a sidecar that can open no file (skipped where there is no prlimit)', () => {
  const connection = new Agent({ keepAlive: true, maxSockets: 1 });
  let folder: string;
  let sidecar: SidecarProcess;
  let twin: SidecarProcess;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sidecar-files-'));
    mkdirSync(join(folder, 'pages'));
    writeFileSync(join(folder, 'pages', 'index.html'), '<p>here</p>');
    const config = join(folder, 'sidecar.json');
    const settings = {
      listen: { port: 0 },
      cassandra: { jolokiaUrl: 'http://127.0.0.1:1/jolokia/', port: 1 },
      dashboard: { directory: join(folder, 'pages') },
      log: { level: 'error' },
    };
    writeFileSync(config, JSON.stringify(settings));
    [sidecar, twin] = await Promise.all([startSidecarProcess(['--config', config], MOST_FILES), startSidecarProcess(['--config', config])]);
  }, 60_000);

  afterAll(async () => {
    connection.destroy();
    await Promise.all([sidecar.stop(), twin.stop()]);
    rmSync(folder, { recursive: true });
  });

  /** The answer of every route, one after the other over the one connection. */
  async function answersOf(of: SidecarProcess, agent?: Agent): Promise<readonly RouteAnswer[]> {
    const answers: RouteAnswer[] = [];
    for (const { id, request, target } of REQUESTS) {
      const { status, text } = await wire(of, target, { ...request, ...(agent && { agent }) });
      answers.push({ id, status, text });
    }
    return answers;
  }

  it('at the first request of every route answers as ever, and so it does once it can open some again', async () => {
    expect((await wire(sidecar, '/api/v1/__health', { agent: connection })).status).toBe(200);
    sidecar.limitFiles(1);
    const page = await wire(sidecar, '/', { agent: connection });
    const refused = await wire(sidecar, '/api/v1/keyspaces/or-ders/schema', { agent: connection });
    const starved = await answersOf(sidecar, connection);
    sidecar.limitFiles(MOST_FILES);

    const usual = await answersOf(twin);
    expect(refused.json).toMatchObject({ code: 400, error: 'INVALID_ARGUMENT' });
    expect(page.json).toMatchObject({ code: 503, error: 'SIDECAR_BUSY', retryable: true });
    expect(page.headerNames).toContain('Retry-After');
    expect(starved.map(({ text, ...rest }) => ({ ...rest, text: text.replace(/connect EMFILE [^"]*/, 'connect') }))).toEqual(
      usual.map(({ text, ...rest }) => ({ ...rest, text: text.replace(/connect ECONNREFUSED [^"]*/, 'connect') })),
    );
    expect(starved.some(({ text }) => text.includes('EMFILE'))).toBe(true);
    expect(await answersOf(sidecar)).toEqual(usual);
    expect(await wire(sidecar, '/')).toMatchObject({ status: 200, text: '<p>here</p>' });
  }, 60_000);
});
