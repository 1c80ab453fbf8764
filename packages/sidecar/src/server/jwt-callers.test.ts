import { createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineRoles, formatTokens, makeToken, mayDo } from '@ringside/access';
import type { JwtRules } from '@ringside/access/jwt';
import { type Claims, type KeyServer, makeIssuer, serveKeys, type TestIssuer } from '@ringside/access/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { goodRequest, goodTarget, ROUTE_IDS, routeOf } from '../testing/example-requests.ts';
import { type OverSimulation, startOverSimulation, wire, type WireAnswer } from '../testing/simulated-sidecar.ts';

const RING = '/api/v1/cassandra/ring';
const GOSSIP = '/api/v1/cassandra/gossip';
const NOW_S = Math.floor(Date.now() / 1_000);
const OWN = new Map([['backup', ['SNAPSHOT:*', 'SCHEMA:READ']]]);
const RIGHTS = defineRoles({ key: 'roles', own: OWN, permissions: ROUTE_IDS.map((id) => routeOf(id).permission) });

let folder: string;
let auditFile: string;
let issuer: TestIssuer;
let server: KeyServer;
let backed: OverSimulation;

beforeAll(async () => {
  issuer = makeIssuer();
  for (const kid of ['good', 'unpublished']) await issuer.addKey(kid);
  await issuer.addKey('rsa', 'RS256');
  issuer.withdrawKey('unpublished');
  server = await serveKeys(issuer);
});
afterAll(() => server.close());

const rulesOf = (keys: JwtRules['keys']): JwtRules => ({
  keys,
  issuer: issuer.issuer,
  audience: issuer.audience,
  leewayMs: 10_000,
  rolesClaim: 'roles',
});

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'jwt-callers-'));
  auditFile = join(folder, 'audit.log');
  backed = await startOverSimulation({ jwt: rulesOf({ url: server.url }), roles: OWN, auditFile, logLevel: 'debug' });
  backed.node.dataDirectories = [folder];
});

afterEach(async () => {
  await backed.sidecar.stop(0);
  rmSync(folder, { recursive: true });
});

const bearing = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });

async function askRoute(id: (typeof ROUTE_IDS)[number], token: string): Promise<WireAnswer> {
  const { headers, ...request } = goodRequest(id);
  return wire(backed.sidecar, goodTarget(id), { ...request, headers: { ...headers, ...bearing(token) } });
}

const encoded = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url');

/** A token that nobody signed with a key of the issuer. */
async function forged(alg: 'HS256' | 'none'): Promise<string> {
  const claims = { iss: issuer.issuer, aud: issuer.audience, sub: 'mallory', exp: NOW_S + 600, roles: ['admin'] };
  const text = `${encoded({ alg, kid: 'rsa' })}.${encoded(claims)}`;
  return `${text}.${
    alg === 'none'
      ? ''
      : createHmac('sha256', await issuer.pem('rsa'))
          .update(text)
          .digest('base64url')
  }`;
}

const admin = (claims: Claims = {}, kid = 'good'): Promise<string> => issuer.sign(kid, { sub: 'ada', roles: ['admin'], ...claims });

describe('every route', () => {
  it.each([
    ['viewer', ['viewer']],
    ['operator', ['operator']],
    ['admin', ['admin']],
    ['a role of one’s own', ['backup']],
    ['that and viewer', ['backup', 'viewer']],
    ['no role', []],
    ['no such claim', undefined],
    ['a role that is not defined', ['bakcup', 'Admin', 'constructor']],
  ])('lets a token with %s do what that allows, and answers the rest with 403', async (_, roles) => {
    const token = await issuer.sign('good', { sub: 'somebody', roles });
    const askedThoughRefused: string[] = [];
    for (const id of ROUTE_IDS) {
      const before = backed.node.calls.length;
      const answer = await askRoute(id, token);
      const isAllowed = mayDo(roles ?? [], routeOf(id).permission, RIGHTS);
      expect([id, answer.status === 403, answer.status === 401]).toEqual([id, !isAllowed, false]);
      if (!isAllowed && backed.node.calls.length > before) askedThoughRefused.push(id);
    }
    expect(askedThoughRefused).toEqual([]);
  });

  it.each<[string, () => Promise<string>]>([
    ['that has expired', () => admin({ exp: NOW_S - 11 })],
    ['that never expires', () => admin({ exp: undefined })],
    ['that is not good yet', () => admin({ nbf: NOW_S + 600 })],
    ['for another audience', () => admin({ aud: 'another' })],
    ['of another issuer', () => admin({ iss: 'https://another.test/' })],
    ['about nobody', () => admin({ sub: undefined })],
    ['without a signature', () => forged('none')],
    ['whose secret is the public key', () => forged('HS256')],
    ['with a key that is not published', () => admin({}, 'unpublished')],
    ['of nonsense', async () => 'a.b.c'],
  ])('refuses a token %s with 401 that tells no more, and asks the node nothing', async (_, made) => {
    const token = await made();
    const nobody = await wire(backed.sidecar, RING);
    for (const id of ROUTE_IDS) {
      const answer = await askRoute(id, token);
      expect([id, answer.status]).toEqual([id, 401]);
      expect(answer.headers['www-authenticate']).toBe('Bearer');
    }
    expect((await wire(backed.sidecar, RING, { headers: bearing(token) })).text).toBe(nobody.text);
    expect(backed.node.calls).toEqual([]);
  });
});

describe('a JSON Web Token', () => {
  it('counts no more on an open connection once its key is removed from the file', async () => {
    await backed.sidecar.stop(0);
    const file = join(folder, 'keys.json');
    const { keys } = issuer.keySet();
    const publish = (...kids: readonly string[]): void =>
      writeFileSync(file, JSON.stringify({ keys: keys.filter(({ kid }) => kids.includes(kid ?? '')) }));
    publish('good', 'rsa');
    backed = await startOverSimulation({ jwt: rulesOf({ file }) });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const token = await admin();
    const ask = async (): Promise<number> => (await wire(backed.sidecar, RING, { headers: bearing(token), agent })).status;
    try {
      expect(await ask()).toBe(200);
      publish('rsa');
      await expect.poll(ask, { interval: 200 }).toBe(401);
      publish('good');
      await expect.poll(ask, { interval: 200 }).toBe(200);
    } finally {
      agent.destroy();
    }
  });

  it('stands beside tokens of a file and the one that sidecars share', async () => {
    await backed.sidecar.stop(0);
    const tokensFile = join(folder, 'tokens');
    const vera = makeToken('vera', ['backup']);
    writeFileSync(tokensFile, formatTokens([vera.entry]), { mode: 0o600 });
    backed = await startOverSimulation({ jwt: rulesOf({ url: server.url }), roles: OWN, tokensFile, token: 'shared-among-sidecars' });
    const ask = async (path: string, token: string): Promise<number> =>
      (await wire(backed.sidecar, path, { headers: bearing(token) })).status;
    expect(await Promise.all([await admin(), 'shared-among-sidecars', vera.token, 'x'].map((token) => ask(RING, token)))).toEqual([
      200, 200, 403, 401,
    ]);
    expect(await ask('/api/v1/cassandra/schema', vera.token)).toBe(200);
  });

  it('is noted by its subject, and is itself neither in the audit log nor in what is logged', async () => {
    const tokens = [await admin({ sub: 'ada@example.org' }), await admin({ exp: 1, sub: 'mallory' })];
    for (const token of tokens)
      await wire(backed.sidecar, GOSSIP, { method: 'PUT', headers: bearing(token), body: JSON.stringify({ state: 'stop' }) });
    const noted = (): string => readFileSync(auditFile, 'utf8');
    await expect.poll(() => noted().trim().split('\n').length).toBe(3);
    const lines = noted().trim().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ event: 'asked', who: 'ada@example.org', by: 'jwt' }),
        expect.objectContaining({ event: 'refused', status: 401, who: null }),
      ]),
    );
    const written = noted() + backed.logged.join('');
    expect(written).toContain('claim exp: check_failed');
    for (const part of tokens.flatMap((token) => token.split('.').slice(1))) expect(written).not.toContain(part);
    expect(written).not.toContain('mallory');
  });
});

describe('a sidecar', () => {
  it('lets nobody in by a token while the keys cannot be fetched, and says so', async () => {
    const silent = await serveKeys(issuer);
    await silent.close();
    const alone = await startOverSimulation({ jwt: rulesOf({ url: silent.url }) });
    try {
      expect((await wire(alone.sidecar, RING, { headers: bearing(await admin()) })).status).toBe(401);
      expect(alone.logged.join('')).toContain('SIGNING_KEYS_UNAVAILABLE');
    } finally {
      await alone.sidecar.stop(0);
    }
  });

  it.each([
    ['a pattern that names no permission', { roles: new Map([['backup', ['SNAPSHOTS:*']]]) }, 'did you mean SNAPSHOT:*?'],
    ['a built-in name', { roles: new Map([['viewer', ['*']]]) }, 'viewer is built in'],
    [
      'a file of keys that is not there',
      { jwt: { keys: { file: '/no/such' }, issuer: 'i', audience: 'a', leewayMs: 0, rolesClaim: 'roles' } },
      '/no/such cannot be read',
    ],
    ['a role of certificates that there is not', { certificateRoles: new Map([['ci', ['veiwer']]]) }, 'did you mean viewer?'],
  ])('does not start with %s', async (_, settings, message) => {
    await expect(startOverSimulation(settings)).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining(message) as string,
    });
  });
});
