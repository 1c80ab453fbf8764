import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request as httpsRequest } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineRoles, mayDo } from '@ringside/access';
import { makeIssuer, serveKeys } from '@ringside/access/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SidecarSettings, TlsSettings } from '../config/settings.ts';
import { makeSidecarCertificates, type PairOfFiles, type SidecarCertificates } from '../test-certificates.ts';
import { goodRequest, goodTarget, ROUTE_IDS, routeOf } from '../testing/example-requests.ts';
import { type OverSimulation, startOverSimulation } from '../testing/simulated-sidecar.ts';
import { textOf } from '../testing/text-of.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const RING = '/api/v1/cassandra/ring';
const HEALTH = '/api/v1/__health';
const BACKUP = 'spiffe://example.org/backup';
const OWN = new Map([['backup', ['SNAPSHOT:*', 'SCHEMA:READ']]]);
const RIGHTS = defineRoles({ key: 'roles', own: OWN, permissions: ROUTE_IDS.map((id) => routeOf(id).permission) });
const ROLES = new Map([
  [BACKUP, ['backup']],
  ['client', ['viewer', 'operator']],
]);

let made: SidecarCertificates;
let backup: PairOfFiles;
let pretender: PairOfFiles;
let tls: TlsSettings;
let folder: string;
let auditFile: string;
let backed: OverSimulation | undefined;
/** One for each certificate, so that a handshake is not made for each request. */
const agents = new Map<PairOfFiles, Agent>();

beforeAll(() => {
  made = makeSidecarCertificates();
  backup = made.issueClient('backup', { alternativeNames: `URI:${BACKUP}`, subject: '/CN=client' });
  pretender = made.issueClient('pretender', { subject: `/CN=${BACKUP.replaceAll('/', String.raw`\/`)}` });
  const { server, authority } = made;
  const pem = { certificate: textOf(server.certificate), key: textOf(server.key), ca: textOf(authority) };
  tls = { ...pem, requireClientCertificate: true, rereadEveryMs: 60_000 };
});
afterAll(() => rmSync(made.folder, { recursive: true }));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'certificate-callers-'));
  auditFile = join(folder, 'audit.log');
});
afterEach(async () => {
  for (const agent of agents.values()) agent.destroy();
  agents.clear();
  await backed?.sidecar.stop(0);
  rmSync(folder, { recursive: true });
});

async function start(over: Partial<SidecarSettings>): Promise<OverSimulation> {
  backed = await startOverSimulation({ tls, auditFile, logLevel: 'error', ...over });
  backed.node.dataDirectories = [folder];
  return backed;
}

type Sent = Readonly<{ method?: string; headers?: Record<string, string>; body?: string }>;

function agentOf(who: PairOfFiles): Agent {
  const pem = { cert: textOf(who.certificate), key: textOf(who.key), ca: textOf(made.authority) };
  const agent = agents.get(who) ?? new Agent({ keepAlive: true, ...pem });
  agents.set(who, agent);
  return agent;
}

/** The status that somebody with this certificate gets. */
async function statusOf(who: PairOfFiles, path: string, { body, ...options }: Sent = {}): Promise<number> {
  return new Promise<number>((resolve, reject) => {
    const request = httpsRequest(`${backed?.sidecar.url}${path}`, { agent: agentOf(who), ...options }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
    });
    request.on('error', reject).end(body);
  });
}

const whoIsNoted = (): readonly unknown[] =>
  readFileSync(auditFile, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>)
    .filter(({ event }) => event !== 'answered')
    .map(({ who, by }) => [who, by]);

const STOP_GOSSIP = { method: 'PUT', body: JSON.stringify({ state: 'stop' }) };
const GOSSIP = '/api/v1/cassandra/gossip';

describe('every route', () => {
  it.each([
    ['the roles of its SPIFFE id', () => backup, ['backup']],
    ['the roles of its common name', () => made.client, ['viewer', 'operator']],
    ['no role', () => made.rsaServer, []],
    ['a common name that looks like a SPIFFE id', () => pretender, []],
  ])('lets a certificate with %s do what that allows, and answers the rest with 403', async (_, who, roles) => {
    await start({ roles: OWN, certificateRoles: ROLES });
    for (const id of ROUTE_IDS) {
      const status = await statusOf(who(), goodTarget(id), goodRequest(id));
      const isAllowed = mayDo(roles, routeOf(id).permission, RIGHTS);
      expect([id, status === 403, status === 401]).toEqual([id, !isAllowed, false]);
    }
  });
});

describe('a certificate', () => {
  it('may do everything where certificates have no roles, and the audit log has its identity', async () => {
    await start({});
    for (const who of [backup, made.client]) expect(await statusOf(who, GOSSIP, STOP_GOSSIP)).toBe(200);
    expect(whoIsNoted()).toEqual([
      [BACKUP, 'certificate'],
      ['client', 'certificate'],
    ]);
  });

  it('without a clear identity may do everything there too, and nothing where certificates have roles', async () => {
    await start({});
    expect(await statusOf(pretender, GOSSIP, STOP_GOSSIP)).toBe(200);
    for (const agent of agents.values()) agent.destroy();
    agents.clear();
    await backed?.sidecar.stop(0);
    await start({ roles: OWN, certificateRoles: new Map([...ROLES, [BACKUP, ['admin']]]) });
    expect([await statusOf(pretender, RING), await statusOf(pretender, HEALTH)]).toEqual([403, 200]);
    expect(whoIsNoted()).toEqual([
      ['a certificate without a clear identity', 'certificate'],
      ['a certificate without a clear identity', 'certificate'],
    ]);
  });

  it('is not enough where tokens are asked for, unless certificates have roles', async () => {
    await start({ token: 'shared-among-sidecars' });
    expect(await statusOf(made.client, RING)).toBe(401);
    expect(await statusOf(made.client, RING, { headers: { authorization: 'Bearer shared-among-sidecars' } })).toBe(200);
  });

  it('with a role stands in where no token is presented, and never for one that is wrong', async () => {
    const issuer = makeIssuer();
    await issuer.addKey('good');
    const server = await serveKeys(issuer);
    const rules = { issuer: issuer.issuer, audience: issuer.audience, leewayMs: 0, rolesClaim: 'roles' };
    const presenting = (token: string): Sent => ({ ...STOP_GOSSIP, headers: { authorization: `Bearer ${token}` } });
    try {
      await start({ roles: OWN, certificateRoles: ROLES, jwt: { ...rules, keys: { url: server.url } } });
      expect(await statusOf(made.client, GOSSIP, STOP_GOSSIP)).toBe(200);
      expect(await statusOf(made.client, GOSSIP, presenting('wrong'))).toBe(401);
      expect(await statusOf(made.client, GOSSIP, presenting(await issuer.sign('good', { sub: 'vera', roles: ['viewer'] })))).toBe(403);
      expect(await statusOf(pretender, GOSSIP, presenting(await issuer.sign('good', { sub: 'otto', roles: ['operator'] })))).toBe(200);
    } finally {
      await server.close();
    }
    await expect.poll(() => whoIsNoted().length).toBe(4);
    expect(whoIsNoted()).toEqual([
      ['client', 'certificate'],
      [null, 'nothing'],
      ['vera', 'jwt'],
      ['otto', 'jwt'],
    ]);
  });
});
