import type { RouteId } from '@ringside/api';
import { describedRoutes } from '@ringside/api/described-routes';
import { errors } from '@ringside/core';
import { openApiDocument } from '@ringside/route-server/openapi';
import { Validator } from '@seriousme/openapi-schema-validator';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Check } from 'typebox/schema';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeControlErrors } from '@ringside/node-control';
import { errorAnswer } from '@ringside/route-kit';
import { type OverSimulation, startOverSimulation, wire } from '../testing/simulated-sidecar.ts';
import { goodRequest, goodStatus, goodTarget, ROUTE_IDS, routeOf } from '../testing/example-requests.ts';

const API = '/api/v1';
let backed: OverSimulation;
let data: string;

beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), 'sidecar-'));
  const table = join(data, 'orders', `events-${'0'.repeat(32)}`, 'snapshots', 'nightly');
  mkdirSync(table, { recursive: true });
  writeFileSync(join(table, 'nb-1-big-Data.db'), 'data!');
  backed = await startOverSimulation();
  backed.node.dataDirectories = [data];
});

afterEach(async () => {
  await backed.sidecar.stop(0);
  rmSync(data, { recursive: true });
});

describe('every route', () => {
  for (const id of ROUTE_IDS)
    it(`${id} answers ${goodStatus(id)} with what its own schema says, and no header twice`, async () => {
      const answer = await wire(backed.sidecar, goodTarget(id), goodRequest(id));
      expect({ status: answer.status, text: answer.status < 300 ? '' : answer.text }).toEqual({ status: goodStatus(id), text: '' });
      const { schema, kind } = routeOf(id).answer;
      const body = kind === 'text' ? answer.text : answer.json;
      const fits = schema === undefined ? answer.text === '' : Check(schema, body);
      expect(fits).toBe(true);
      expect(new Set(answer.headerNames.map((name) => name.toLowerCase())).size).toBe(answer.headerNames.length);
    });

  it('is told of by a valid OpenAPI 3.1 document', async () => {
    const { json } = await wire(backed.sidecar, `${API}/openapi.json`);
    expect((await new Validator().validate(json as Record<string, unknown>)).valid).toBe(true);
    expect(json).toHaveProperty('openapi', '3.1.0');
  });

  for (const id of ROUTE_IDS)
    it(`${id} tolerates a trailing slash, and JSON content type where it has no body`, async () => {
      const [path = '', query = ''] = goodTarget(id).split('?');
      const { headers, ...request } = goodRequest(id);
      const answer = await wire(backed.sidecar, `${path}/?${query}`, {
        ...request,
        headers: { 'content-type': 'application/json', ...headers },
      });
      expect(answer.status).toBe(goodStatus(id));
    });

  for (const id of ROUTE_IDS) {
    const tolerated = routeOf(id).origin === 'apache' && routeOf(id).method === 'GET';
    it(`${id} ${tolerated ? 'leaves out, as Apache’s sidecar does,' : 'refuses'} a query parameter that it does not have`, async () => {
      for (const unknown of ['keyspce=orders', 'instanceid=1', '__proto__=1', '=']) {
        const target_ = goodTarget(id);
        const answer = await wire(backed.sidecar, `${target_}${target_.includes('?') ? '&' : '?'}${unknown}`, goodRequest(id));
        const refused = { error: 'INVALID_ARGUMENT', message: expect.stringMatching(/no parameter/) };
        const { status, json } = answer;
        expect({ unknown, status, json }).toMatchObject({
          unknown,
          ...(tolerated ? { status: goodStatus(id) } : { status: 400, json: refused }),
        });
      }
    });
  }

  for (const id of ROUTE_IDS)
    for (const alias of routeOf(id).aliases)
      it(`${id} answers at its alias ${alias} too`, async () => {
        const answer = await wire(backed.sidecar, alias.replace(':keyspace', 'orders'));
        expect(answer.status).toBe(200);
        expect(answer.json).toEqual((await wire(backed.sidecar, goodTarget(id))).json);
      });
});

describe('a node that does not answer', () => {
  // The history is about a node, and told from memory; whether its process runs is seen from outside; jobs then name no nodes.
  const withoutNode: ReadonlySet<RouteId> = new Set(['history', 'lifecycle', 'operationalJob', 'operationalJobs', 'setLifecycle']);
  const asking = ROUTE_IDS.filter((id) => routeOf(id).asksCassandra && !withoutNode.has(id));
  /** Apache's sidecar answers some with statuses of their own. */
  const expected: Partial<Record<RouteId, number>> = { gossip: 500, createTableSnapshot: 400 };

  for (const id of asking)
    it(`makes ${id} say so, and nothing is logged as unexpected`, async () => {
      backed.node.before = async () => {
        throw nodeControlErrors.NODE_CONTROL_UNAVAILABLE({ message: 'The control endpoint does not answer' });
      };
      const answer = await wire(backed.sidecar, goodTarget(id), goodRequest(id));
      expect(answer.status).toBe(expected[id] ?? 503);
      const health = routeOf(id).answer.statuses.includes(503);
      const fits = health ? answer.text === '{"status":"NOT_OK"}' : Check(errorAnswer, answer.json);
      expect(fits).toBe(true);
      expect(answer.headerNames.includes('Retry-After')).toBe(answer.status === 503);
      expect(backed.logged).toEqual([]);
      expect((await wire(backed.sidecar, `${API}/__health`)).text).toBe('{"status":"OK"}');
    });
});

/** Statuses that the OpenAPI document tells of for a request. */
function documentedStatuses(method: string, target_: string): readonly string[] {
  const [path = ''] = target_.split('?');
  const paths = openApiDocument({ version: '', routes: describedRoutes }).paths as Record<string, Record<string, { responses: object }>>;
  const fits = (template: string): boolean => new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path);
  const found = Object.entries(paths).find(([template, methods]) => fits(template) && methods[method.toLowerCase()] !== undefined);
  return Object.keys(found?.[1][method.toLowerCase()]?.responses ?? {});
}

describe('errors', () => {
  it('have Apache’s shape first, then the error table’s', async () => {
    const answer = await wire(backed.sidecar, `${API}/keyspaces/ordrs/schema`);
    expect(answer.headers['content-type']).toMatch(/^application\/json/);
    expect(answer.json).toMatchObject({ status: 'Not Found', code: 404, message: 'Keyspace ordrs does not exist', error: 'NOT_FOUND' });
  });

  it('that nobody foresaw are a bare 500, and logged', async () => {
    backed.node.before = async () => {
      throw new TypeError('secret detail');
    };
    const answer = await wire(backed.sidecar, `${API}/cassandra/ring`);
    expect({ status: answer.status, text: answer.text }).toEqual({ status: 500, text: '{"status":"Internal Server Error"}' });
    expect(backed.logged.join('')).toContain('secret detail');
  });

  const cases: [what: string, method: string, path: string, status: number][] = [
    ['an unknown keyspace', 'GET', '/cassandra/ring/keyspaces/nope', 404],
    ['an unknown keyspace', 'GET', '/keyspaces/nope/token-range-replicas', 404],
    ['an unknown keyspace', 'GET', '/cassandra/availability?keyspace=nope', 404],
    ['an unknown keyspace', 'PUT', '/keyspaces/nope/tables/events/snapshots/a', 404],
    ['an unknown table', 'GET', '/cassandra/keyspaces/orders/tables/nope/partition-key', 404],
    ['an unknown table', 'PUT', '/keyspaces/orders/tables/nope/snapshots/a', 404],
    ['an unknown table', 'DELETE', '/keyspaces/orders/tables/nope/snapshots/a', 404],
    ['a snapshot without files', 'GET', '/keyspaces/orders/tables/events/snapshots/nope', 404],
    ['a bad name', 'GET', '/keyspaces/1st/schema', 400],
    ['a name that is too long', 'GET', `/keyspaces/${'a'.repeat(49)}/schema`, 400],
    ['a path that cannot be decoded', 'GET', '/keyspaces/%zz/schema', 400],
    ['a slash in a snapshot name', 'PUT', '/keyspaces/orders/tables/events/snapshots/a%2Fb', 400],
    ['a NUL in a snapshot name', 'PUT', '/keyspaces/orders/tables/events/snapshots/a%00b', 400],
    ['a snapshot called ..', 'DELETE', '/cassandra/snapshots/%2E%2E', 400],
    ['a new snapshot with a control character in its name', 'PUT', '/cassandra/snapshots/a%1b', 400],
    ['a new snapshot with a line feed in its name', 'PUT', '/keyspaces/orders/tables/events/snapshots/a%0Ab', 400],
    ['a new snapshot with a letter that not every locale has', 'PUT', '/cassandra/snapshots/%C3%A4', 400],
    ['a new snapshot that looks like an option', 'PUT', '/cassandra/snapshots/-rf', 400],
    ['a new snapshot that ends in a blank', 'PUT', '/cassandra/snapshots/a%20', 400],
    ['a new snapshot whose name is longer than a file name', 'PUT', `/cassandra/snapshots/${'a'.repeat(256)}`, 400],
    ['a bad ttl', 'PUT', '/keyspaces/orders/tables/events/snapshots/a?ttl=soon', 400],
    ['a ttl that Cassandra cannot count', 'PUT', '/keyspaces/orders/tables/events/snapshots/a?ttl=9999999999d', 400],
    ['a ttl under a minute', 'PUT', '/keyspaces/orders/tables/events/snapshots/a?ttl=59s', 400],
    ['a level that is none', 'GET', '/cassandra/availability?consistency=LOCAL_QUROUM', 400],
    ['a parameter given twice', 'GET', '/cassandra/availability?keyspace=orders&keyspace=Mixed', 400],
    ['a table without its keyspace', 'PUT', '/cassandra/snapshots/a?table=events', 400],
    ['a logger without a level', 'PUT', '/cassandra/logging/levels?logger=ROOT', 400],
    ['no parameter where two are needed', 'PUT', '/cassandra/logging/levels', 400],
    ['an operation whose id is none', 'GET', '/cassandra/operations/latest', 400],
    ['an unknown operation', 'GET', '/cassandra/operations/00000000-0000-1000-8000-000000000000', 404],
    ['a limit of none', 'GET', '/cassandra/operations?limit=0', 400],
    ['an instanceId that is no number', 'GET', '/cassandra/ring?instanceId=one', 400],
    ['an unknown instanceId', 'GET', '/cassandra/ring?instanceId=7', 404],
    ['a forbidden keyspace', 'GET', '/keyspaces/system_auth/schema', 403],
    ['a forbidden keyspace', 'GET', '/cassandra/ring/keyspaces/system', 403],
    ['a forbidden keyspace in capitals', 'GET', '/keyspaces/SYSTEM_VIEWS/token-range-replicas', 403],
    ['a forbidden keyspace', 'GET', '/keyspaces/system/tables/local/snapshots/a', 403],
    ['a forbidden keyspace', 'DELETE', '/keyspaces/sidecar_internal/tables/a/snapshots/a', 403],
    ['a forbidden keyspace, of which Apache’s sidecar says 400 here', 'PUT', '/keyspaces/system/tables/local/snapshots/a', 400],
  ];

  for (const [what, method, path, status] of cases)
    it(`${what} gives ${status}: ${method} ${path.slice(0, 60)}`, async () => {
      const answer = await wire(backed.sidecar, API + path, { method });
      expect(answer.status).toBe(status);
      expect(answer.json).toMatchObject({ code: status });
      expect(documentedStatuses(method, API + path)).toContain(String(status));
      expect(Check(errorAnswer, answer.json)).toBe(true);
    });

  it('that have no status of their own are 400 where a snapshot of a table is taken, a failure of Ringside’s included', async () => {
    backed.node.before = async () => {
      throw errors.INTERNAL({ message: 'The node’s answer makes no sense' });
    };
    const path = `${API}/keyspaces/orders/tables/events/snapshots/a`;
    const answer = await wire(backed.sidecar, path, { method: 'PUT' });
    expect([answer.status, answer.json]).toEqual([400, expect.objectContaining({ code: 400, error: 'INTERNAL' })]);
    const documented = documentedStatuses('PUT', path)
      .map(Number)
      .toSorted((one, other) => one - other);
    expect(documented).toEqual([200, 400, 401, 403, 404, 405, 408, 409, 413, 421, 431, 500, 503, 507]);
  });

  it('name the near miss', async () => {
    backed.node.snapshots = [
      { tag: 'q', keyspace: 'orders', table: 'events', sizeBytes: 1, trueSizeBytes: 1, createdAt: null, expiresAt: null },
    ];
    const scope = await wire(backed.sidecar, `${API}/cassandra/snapshots/q?keyspce=orders`, { method: 'DELETE' });
    expect(scope.json).toMatchObject({ remedy: 'Did you mean keyspace?' });
    expect(backed.node.calls).not.toContain('clearSnapshot');
    expect(backed.node.snapshots).toHaveLength(1);
    const keyspace = await wire(backed.sidecar, `${API}/cassandra/ring/keyspaces/order`);
    expect(keyspace.json).toMatchObject({ remedy: 'Did you mean orders?' });
    const table = await wire(backed.sidecar, `${API}/keyspaces/orders/tables/event/snapshots/a`, { method: 'DELETE' });
    expect(table.json).toMatchObject({ remedy: 'Did you mean events?' });
    const level = await wire(backed.sidecar, `${API}/cassandra/availability?consistency=LOCAL_QUROUM`);
    expect(level.json).toMatchObject({ error: 'INVALID_CONSISTENCY_LEVEL' });
    expect(level.text).toContain('LOCAL_QUORUM');
  });
});

describe('paths and methods', () => {
  it('an unknown path is a 404 page', async () => {
    const answer = await wire(backed.sidecar, '/api/v1/nothing');
    expect(answer.status).toBe(404);
    expect(answer.headers['content-type']).toMatch(/^text\/html/);
  });

  for (const [method, path, allow] of [
    ['POST', '/cassandra/ring', 'GET'],
    ['HEAD', '/__health', 'GET'],
    ['POST', '/keyspaces/orders/tables/events/snapshots/a', 'DELETE, GET, PUT'],
    ['DELETE', '/cassandra/operations/drain', 'GET, PATCH, PUT'],
    ['DELETE', '/cassandra/lifecycle', 'GET, PUT'],
    ['OPTIONS', '/schema/keyspaces/orders', 'GET'],
  ] as const)
    it(`${method} ${path} is 405 with allow: ${allow} and nothing else`, async () => {
      const answer = await wire(backed.sidecar, API + path, { method });
      expect({ status: answer.status, allow: answer.headers['allow'], text: answer.text }).toEqual({ status: 405, allow, text: '' });
    });
});
