import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { routes } from '@ringside/api';
import type { Route } from '@ringside/route-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROUTE_IDS } from '../testing/example-requests.ts';
import { type OverSimulation, startOverSimulation, testInstance, wire } from '../testing/simulated-sidecar.ts';
import { hostName } from '@ringside/route-server';

let backed: OverSimulation;
let folder: string;
let own: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sidecar-pages-'));
  writeFileSync(join(folder, 'index.html'), '<h1>ring</h1>');
  backed = await startOverSimulation({
    dashboardDirectory: folder,
    instances: [testInstance(), testInstance({ id: 2, host: 'node-1.example' })],
    listen: { host: '127.0.0.1', port: 0 },
  });
  own = new URL(backed.sidecar.url).host;
});

afterAll(async () => {
  await backed.sidecar.stop(0);
  rmSync(folder, { recursive: true });
});

const values: Readonly<Record<string, string>> = { keyspace: 'orders', table: 'events', snapshot: 's', tag: 's' };

/** Every path and method that a sidecar answers, and some that it does not. */
const asked: readonly (readonly [method: string, path: string])[] = [
  ...ROUTE_IDS.map((id): Route => routes[id]).flatMap(({ method, path, aliases }) =>
    [path, ...aliases].map((each) => [method, each.replaceAll(/:(\w+)/g, (_, name: string) => values[name] ?? 'x')] as const),
  ),
  ['GET', '/'],
  ['HEAD', '/'],
  ['GET', '/index.html'],
  ['GET', '/nowhere'],
  ['PUT', '/nowhere'],
  ['DELETE', '/api/v1/__health'],
  ['OPTIONS', '/api/v1/cassandra/operations/drain'],
];

const changing = asked.filter(([method]) => !['GET', 'HEAD', 'OPTIONS'].includes(method));

const foreignHosts = [
  'evil.example',
  'evil.example:9043',
  'localhost.evil.example',
  'evil-localhost',
  'node-1.example.evil.example',
  '127.0.0.1.evil.example',
  '[::1].evil.example',
  '[::1]evil.example:9043',
  'evil.example[::1]',
  'localhost@evil.example',
  'evil.example#localhost',
  'localhost:80:80',
  'localhost:x',
  '[evil.example]',
  '[::1',
];

const foreignMarks: readonly Readonly<Record<string, string>>[] = [
  { origin: 'http://evil.example' },
  { origin: 'null' },
  { origin: 'http://127.0.0.1' },
  { origin: 'http://127.0.0.1:1' },
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site' },
  { 'sec-fetch-site': 'nonsense' },
];

describe.each(asked)('%s %s', (method, path) => {
  it('is refused under every name that is none of this sidecar’s', async () => {
    for (const host of foreignHosts) {
      const { status, headers } = await wire(backed.sidecar, path, { method, headers: { host } });
      expect({ host, status, nosniff: headers['x-content-type-options'] }).toEqual({ host, status: 421, nosniff: 'nosniff' });
    }
  });

  it('may be asked for under its own names, tells browsers not to guess its type, and no page of another origin to read it', async () => {
    for (const host of [own, 'localhost', '127.0.0.1:9043', 'node-1.example:9043', 'NODE-1.example']) {
      const { status, headers } = await wire(backed.sidecar, path, { method, headers: { host } });
      expect({ host, refused: status === 421, nosniff: headers['x-content-type-options'] }).toEqual({
        host,
        refused: false,
        nosniff: 'nosniff',
      });
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
    }
  });
});

describe.each(changing)('%s %s', (method, path) => {
  it('changes nothing for a page of another origin', async () => {
    const before = backed.node.calls.length;
    for (const marks of foreignMarks) {
      const { status, json } = await wire(backed.sidecar, path, { method, headers: { ...marks } });
      expect({ marks, status, json }).toEqual({ marks, status: 403, json: expect.objectContaining({ error: 'FORBIDDEN' }) });
    }
    expect(backed.node.calls).toHaveLength(before);
  });
});

describe('the sidecar’s own page', () => {
  it('may change things, and so may a program', async () => {
    const path = '/api/v1/cassandra/snapshots/a?keyspace=orders';
    for (const headers of [{}, { host: own, origin: `http://${own}`, 'sec-fetch-site': 'same-origin' }, { 'sec-fetch-site': 'none' }])
      expect((await wire(backed.sidecar, path, { method: 'DELETE', headers: { host: 'localhost', ...headers } })).status).toBe(200);
  });

  it('may be opened by a link on any page', async () => {
    const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
    expect((await wire(backed.sidecar, '/', { headers })).status).toBe(200);
  });
});

it('a sidecar that asks for a token answers under any name: no browser adds a token by itself', async () => {
  const guarded = await startOverSimulation({ token: 't0ken' });
  const headers = { authorization: 'Bearer t0ken', host: 'sidecar.internal' };
  expect((await wire(guarded.sidecar, '/metrics', { headers })).status).toBe(200);
  expect((await wire(guarded.sidecar, '/metrics', { headers: { host: 'sidecar.internal' } })).status).toBe(401);
  await guarded.sidecar.stop(0);
});

it('a sidecar that asks for a token shows a folder of one’s own to who has the token alone', async () => {
  const guarded = await startOverSimulation({ token: 't0ken', dashboardDirectory: folder });
  const headers = { authorization: 'Bearer t0ken' };
  for (const path of ['/', '/index.html'])
    expect([(await wire(guarded.sidecar, path)).status, (await wire(guarded.sidecar, path, { headers })).status]).toEqual([401, 200]);
  await guarded.sidecar.stop(0);
});

it('serves no file that begins with a dot, nor what is in a folder that does', async () => {
  writeFileSync(join(folder, '.env'), 'PASSWORD=x');
  mkdirSync(join(folder, '.git'));
  writeFileSync(join(folder, '.git', 'config'), '[core]');
  const open = await startOverSimulation({ dashboardDirectory: folder });
  const paths = ['/.env', '/.git/config', '/index.html'];
  expect(await Promise.all(paths.map(async (path) => (await wire(open.sidecar, path)).status))).toEqual([404, 404, 200]);
  await open.sidecar.stop(0);
});

it('a sidecar that asks for a token shows the page of @ringside/dashboard to everybody, and nothing else', async () => {
  const pages = join(folder, 'dist');
  mkdirSync(pages);
  writeFileSync(join(folder, 'package.json'), '{"name":"@ringside/dashboard"}');
  writeFileSync(join(pages, 'index.html'), '<h1>ring</h1>');
  const guarded = await startOverSimulation({ token: 't0ken', dashboardDirectory: pages });
  const headers = { authorization: 'Bearer wr0ng' };
  for (const [method, path] of asked) {
    const isPage = ['/', '/index.html'].includes(path);
    for (const presented of [{}, headers])
      expect({ method, path, status: (await wire(guarded.sidecar, path, { method, headers: presented })).status }).toEqual({
        method,
        path,
        status: isPage ? 200 : 401,
      });
  }
  expect((await wire(guarded.sidecar, '/')).headers).toMatchObject({
    'content-security-policy': expect.stringMatching(/default-src 'self';.*form-action 'none'; frame-ancestors 'none'/),
    'referrer-policy': 'no-referrer',
  });
  await guarded.sidecar.stop(0);
});

it.each([
  ['localhost', 'localhost'],
  ['LOCALHOST:9043', 'localhost'],
  ['127.0.0.1:1', '127.0.0.1'],
  ['[::1]:9043', '::1'],
  ['[::FFFF:7f00:1]', '::ffff:7f00:1'],
  ['', ''],
  ['[127.0.0.1]', undefined],
  ['a b', undefined],
  ['a/b', undefined],
  ['a:123456', undefined],
  ['ünïcode', undefined],
])('hostName(%j) is %j', (header, name) => expect(hostName(header)).toBe(name));
