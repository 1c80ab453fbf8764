import { errors, type OpsError } from '@ringside/core';
import { type KeyspaceName, keyspaceName, type NewSnapshotTag, type SnapshotTag, snapshotTag, tableName } from '@ringside/model';
import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { Route } from '@ringside/route-kit';
import { createSidecarClient, type RingEntry, routes } from './index.ts';

interface Sent {
  readonly url: string;
  readonly init: RequestInit;
}

/** A client whose requests are recorded and answered with one fixed answer. */
function clientAnswering(status: number, body: unknown, sent: Sent[] = []): ReturnType<typeof createSidecarClient> {
  const text = typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body);
  return createSidecarClient({
    baseUrl: 'http://127.0.0.1:9043/',
    fetch: async (url, init) => {
      sent.push({ url, init });
      return new Response(text, { status });
    },
  });
}

async function errorOf(promise: Promise<unknown>): Promise<OpsError> {
  return promise.then(
    () => expect.fail('did not reject'),
    (error: OpsError) => error,
  );
}

const EVENTS = { keyspace: keyspaceName('orders'), table: tableName('events') };

describe('createSidecarClient()', () => {
  it('has one method a route, typed by the route', async () => {
    const client = clientAnswering(200, []);
    expect(Object.keys(client).toSorted()).toEqual(Object.keys(routes).toSorted());
    expectTypeOf(client.ring).returns.resolves.toEqualTypeOf<readonly RingEntry[]>();
    expectTypeOf(client.keyspaceRing).parameter(0).toExtend<{ keyspace: KeyspaceName }>();
  });

  it('sends the route’s method to its path, path and query parameters in their places', async () => {
    const sent: Sent[] = [];
    const client = clientAnswering(200, { result: 'Success' }, sent);
    await client.createTableSnapshot({ ...EVENTS, snapshot: 'be/fore' as NewSnapshotTag, ttl: '2d', instanceId: 2 });
    expect(sent[0]?.init.method).toBe('PUT');
    expect(sent[0]?.url).toBe('http://127.0.0.1:9043/api/v1/keyspaces/orders/tables/events/snapshots/be%2Ffore?ttl=2d&instanceId=2');
  });

  it('quotes names that would lose their case, in path and query alike', async () => {
    const sent: Sent[] = [];
    const client = clientAnswering(200, {}, sent);
    await client.keyspaceSchema({ keyspace: keyspaceName('Orders') });
    await client.availability({ keyspace: keyspaceName('Orders'), consistency: 'QUORUM' });
    expect(sent.map(({ url }) => decodeURIComponent(url).split('/api/v1')[1])).toEqual([
      '/keyspaces/"Orders"/schema',
      '/cassandra/availability?keyspace="Orders"&consistency=QUORUM',
    ]);
  });

  it('never lets a parameter out of its path segment', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('.', '..', '\uD800')), async (tag) => {
        const sent: Sent[] = [];
        const outcome = await clientAnswering(200, {}, sent)
          .clearSnapshot({ tag: tag as SnapshotTag })
          .then(() => 'sent')
          .catch((error: OpsError) => error.code);
        const url = new URL(sent[0]?.url ?? 'none:');
        const arrived = decodeURIComponent(url.pathname.slice('/api/v1/cassandra/snapshots/'.length));
        const refused = outcome === 'INVALID_ARGUMENT' && sent.length === 0;
        const intact = url.pathname.split('/').length === 6 && arrived === tag && url.search + url.hash === '';
        expect(refused || intact).toBe(true);
      }),
    );
  });

  it('gives a missing path parameter INVALID_ARGUMENT instead of a request', async () => {
    const sent: Sent[] = [];
    const error = await errorOf(clientAnswering(200, {}, sent).keyspaceRing({ keyspace: '' as KeyspaceName }));
    expect(error.code).toBe('INVALID_ARGUMENT');
    expect(sent).toEqual([]);
  });

  it('refuses an address that is none, or that carries credentials, and does not repeat it', () => {
    for (const baseUrl of ['nonsense', 'ftp://127.0.0.1', 'http://ada:s3cret@127.0.0.1']) {
      expect(() => createSidecarClient({ baseUrl })).toThrow(/not an http or https address/);
      expect(() => createSidecarClient({ baseUrl })).not.toThrow(/s3cret/);
    }
  });
});

describe('answers', () => {
  it('NOT_OK with 503 is an answer of the health routes, and an error of all others', async () => {
    const client = clientAnswering(503, { status: 'NOT_OK' });
    expect(await client.nativeHealth()).toEqual({ status: 'NOT_OK' });
    expect(await errorOf(client.ring())).toMatchObject({ code: 'UNAVAILABLE', exitCode: 69, retryable: true });
  });

  it('an empty 200 is undefined', async () => {
    expect(await clientAnswering(200, undefined).clearTableSnapshot({ ...EVENTS, snapshot: snapshotTag('s') })).toBeUndefined();
  });

  it('an error body becomes the error that it names, remedy and details included', async () => {
    const body = { status: 'Not Found', code: 404, message: 'No keyspace x', error: 'NOT_FOUND', remedy: 'Look.', details: { near: 'y' } };
    const error = await errorOf(clientAnswering(404, body).keyspaceRing({ keyspace: keyspaceName('x') }));
    expect(error).toMatchObject({ code: 'NOT_FOUND', message: 'No keyspace x', remedy: 'Look.', details: { near: 'y', httpStatus: 404 } });
  });

  it('any status and any body gives an error of the table, never a crash', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 400, max: 599 }), fc.oneof(fc.json(), fc.string()), async (status, body) => {
        const error = await errorOf(clientAnswering(status, body).ring());
        expect(error).toMatchObject({ name: 'OpsError', httpStatus: status });
        expect([...Object.keys(errors), 'MISDIRECTED']).toContain(error.code);
      }),
    );
  });

  it('a code that this client does not know is kept, with the exit code that came with it', async () => {
    const body = { status: 'Conflict', code: 409, message: 'm', error: 'LEASE_LOST', remedy: 'r.', retryable: true, exitCode: 75 };
    expect(await errorOf(clientAnswering(409, body).ring())).toMatchObject({
      code: 'LEASE_LOST',
      message: 'm',
      remedy: 'r.',
      retryable: true,
      exitCode: 75,
      httpStatus: 409,
    });
  });

  it('a 409 without a code says nothing of snapshots', async () => {
    const error = await errorOf(clientAnswering(409, { status: 'Conflict' }).ring());
    expect(error).toMatchObject({ code: 'CONFLICT', exitCode: 69 });
    expect(error.remedy).not.toMatch(/snapshot|tag/);
  });

  it('something else than JSON is an error, not an answer', async () => {
    expect((await errorOf(clientAnswering(200, '<html>').ring())).code).toBe('INTERNAL');
  });
});

describe('calls that get no answer', () => {
  const hanging = (timeoutMs: number): ReturnType<typeof createSidecarClient> =>
    createSidecarClient({
      baseUrl: 'http://127.0.0.1:1',
      timeoutMs,
      fetch: (_, { signal }) => new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error))),
    });

  it('end at the deadline with OPERATION_TIMED_OUT', async () => {
    expect((await errorOf(hanging(20).health())).code).toBe('OPERATION_TIMED_OUT');
  });

  it('end with ABORTED when the caller aborts', async () => {
    const abort = new AbortController();
    const call = errorOf(hanging(60_000).health({}, { signal: abort.signal }));
    abort.abort();
    expect((await call).code).toBe('ABORTED');
  });

  it('end with SIDECAR_UNAVAILABLE when nobody listens', async () => {
    const client = createSidecarClient({ baseUrl: 'http://127.0.0.1:1' });
    expect((await errorOf(client.health())).code).toBe('SIDECAR_UNAVAILABLE');
  });
});

describe('routes', () => {
  it('share no method and path', () => {
    const targets = Object.values<Route>(routes).flatMap((route) =>
      [route.path, ...route.aliases].map((path) => `${route.method} ${path}`),
    );
    expect(new Set(targets).size).toBe(targets.length);
  });

  it('are the paths of Apache’s sidecar where it has them', () => {
    const apache = Object.values<Route>(routes)
      .filter(({ origin }) => origin === 'apache')
      .flatMap(({ id, method, path, aliases }) => [path, ...aliases].map((each) => `${id} ${method} ${each.replace(/^\/api\/v1/, '')}`));
    expect(apache.toSorted()).toEqual([
      'clearTableSnapshot DELETE /keyspaces/:keyspace/tables/:table/snapshots/:snapshot',
      'compactionStats GET /cassandra/stats/compaction',
      'connectedClients GET /cassandra/stats/connected-clients',
      'createTableSnapshot PUT /keyspaces/:keyspace/tables/:table/snapshots/:snapshot',
      'diskInfo GET /system/disk-info',
      'gossip GET /cassandra/gossip',
      'gossipHealth GET /cassandra/gossip/__health',
      'health GET /__health',
      'jmxHealth GET /cassandra/jmx/__health',
      'keyspaceRing GET /cassandra/ring/keyspaces/:keyspace',
      'keyspaceSchema GET /keyspaces/:keyspace/schema',
      'keyspaceSchema GET /schema/keyspaces/:keyspace',
      'lifecycle GET /cassandra/lifecycle',
      'listSnapshotFiles GET /keyspaces/:keyspace/tables/:table/snapshots/:snapshot',
      'nativeHealth GET /cassandra/__health',
      'nativeHealth GET /cassandra/native/__health',
      'nodeSettings GET /api/v2/cassandra/settings',
      'operationalJob GET /cassandra/operational-jobs/:operationId',
      'operationalJobs GET /cassandra/operational-jobs',
      'ring GET /cassandra/ring',
      'schema GET /cassandra/schema',
      'schema GET /schema/keyspaces',
      'setGossip PUT /cassandra/gossip',
      'setLifecycle PUT /cassandra/lifecycle',
      'setNative PUT /cassandra/native',
      'settings GET /cassandra/settings',
      'specJson GET /spec/openapi.json',
      'specYaml GET /spec/openapi.yaml',
      'streamProgress GET /cassandra/stats/streams',
      'tableStats GET /cassandra/keyspaces/:keyspace/tables/:table/stats',
      'timeSkew GET /time-skew',
      'tokenRangeReplicas GET /keyspaces/:keyspace/token-range-replicas',
    ]);
  });
});
