import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatTokens, makeToken, mayDo, type Role, type TokenEntry, verifyAudit } from '@ringside/access';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { goodRequest, goodTarget, ROUTE_IDS, routeOf } from '../testing/example-requests.ts';
import { type OverSimulation, startOverSimulation, wire, type WireAnswer } from '../testing/simulated-sidecar.ts';

const GOSSIP = '/api/v1/cassandra/gossip';
const RING = '/api/v1/cassandra/ring';
const SCHEMA = '/api/v1/cassandra/schema';
const made = {
  viewer: makeToken('vera', ['viewer']),
  operator: makeToken('otto', ['operator']),
  admin: makeToken('ada', ['admin']),
  expired: makeToken('eve', ['admin'], Date.now() - 1),
};
type Who = keyof typeof made;

let folder: string;
let tokensFile: string;
let auditFile: string;
let backed: OverSimulation;

const write = (...entries: readonly TokenEntry[]): void => writeFileSync(tokensFile, formatTokens(entries), { mode: 0o600 });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'callers-'));
  [tokensFile, auditFile] = [join(folder, 'tokens'), join(folder, 'audit.log')];
  write(...Object.values(made).map(({ entry }) => entry));
  backed = await startOverSimulation({ tokensFile, auditFile, logLevel: 'error' });
  backed.node.dataDirectories = [folder];
});

afterEach(async () => {
  await backed.sidecar.stop(0);
  rmSync(folder, { recursive: true });
});

const presenting = (who: Who): Record<string, string> => ({ authorization: `Bearer ${made[who].token}` });

function stopGossip(who: Who): Promise<WireAnswer> {
  const headers = { ...presenting(who), 'content-type': 'application/json' };
  return wire(backed.sidecar, GOSSIP, { method: 'PUT', headers, body: JSON.stringify({ state: 'stop' }) });
}

const noted = (): readonly Record<string, unknown>[] =>
  readFileSync(auditFile, 'utf8')
    .trim()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('every route', () => {
  it.each([
    ['nobody', undefined],
    ['one whose token has expired', 'expired'],
  ] as const)('refuses %s with 401, and asks the node nothing', async (_, who) => {
    for (const id of ROUTE_IDS) {
      const { headers, ...request } = goodRequest(id);
      const answer = await wire(backed.sidecar, goodTarget(id), { ...request, headers: { ...headers, ...(who && presenting(who)) } });
      expect([id, answer.status]).toEqual([id, 401]);
    }
    expect(backed.node.calls).toEqual([]);
  });

  it.each(['viewer', 'operator', 'admin'] as const)(
    'lets %s do what the role allows, and answers the rest with 403',
    async (role: Role) => {
      const askedThoughRefused: string[] = [];
      for (const id of ROUTE_IDS) {
        const before = backed.node.calls.length;
        const { headers, ...request } = goodRequest(id);
        const answer = await wire(backed.sidecar, goodTarget(id), { ...request, headers: { ...headers, ...presenting(role) } });
        const isAllowed = mayDo([role], routeOf(id).permission);
        expect([id, answer.status === 403, answer.status === 401]).toEqual([id, !isAllowed, false]);
        if (!isAllowed && backed.node.calls.length > before) askedThoughRefused.push(id);
      }
      expect(askedThoughRefused).toEqual([]);
    },
  );

  it('that changes nothing is open to a viewer, and every other one to an operator', () => {
    for (const id of ROUTE_IDS) {
      const { method, permission } = routeOf(id);
      expect([id, mayDo(['viewer'], permission)]).toEqual([id, method === 'GET' || method === 'HEAD']);
      expect([id, mayDo(['operator'], permission)]).toEqual([id, true]);
    }
  });
});

it('a token that is removed counts no more on a connection that is open', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  try {
    const ask = async (): Promise<number> => (await wire(backed.sidecar, RING, { headers: presenting('viewer'), agent })).status;
    expect(await ask()).toBe(200);
    write(made.admin.entry);
    await expect.poll(ask, { interval: 200 }).toBe(401);
    write(made.viewer.entry);
    await expect.poll(ask, { interval: 200 }).toBe(200);
  } finally {
    agent.destroy();
  }
});

describe('the audit log', () => {
  it('has a change before the node is asked, with who, from where and what, and then how it ended', async () => {
    const answer = await stopGossip('operator');
    expect(answer.status).toBe(200);
    await expect.poll(() => noted().length).toBe(2);
    const [asked, answered] = noted();
    expect(asked).toMatchObject({
      event: 'asked',
      route: 'setGossip',
      request: `PUT ${GOSSIP}`,
      body: '{"state":"stop"}',
      who: 'otto',
      by: 'token',
      from: '127.0.0.1',
    });
    expect(answered).toMatchObject({ event: 'answered', id: asked?.['id'], status: 200 });
    expect(await verifyAudit(auditFile)).toMatchObject({ entries: 2, faults: [] });
    expect(readFileSync(auditFile, 'utf8')).not.toContain(made.operator.token);
  });

  it('has who was refused, and nothing of what only looks', async () => {
    await wire(backed.sidecar, RING, { headers: presenting('viewer') });
    await stopGossip('viewer');
    await wire(backed.sidecar, RING);
    await expect.poll(() => noted().length).toBe(2);
    expect(noted()).toMatchObject([
      { event: 'refused', status: 403, who: 'vera', request: `PUT ${GOSSIP}` },
      { event: 'refused', status: 401, who: null, request: `GET ${RING}` },
    ]);
  });

  it('is not filled by who asks often: ten refusals a minute are noted', async () => {
    for (let count = 0; count < 30; count += 1) await wire(backed.sidecar, RING);
    await stopGossip('admin');
    await expect.poll(() => noted().at(-1)?.['event']).toBe('answered');
    expect(noted().filter(({ event }) => event === 'refused')).toHaveLength(10);
  });

  it('that cannot be written lets nothing be changed', async () => {
    expect((await stopGossip('admin')).status).toBe(200);
    await expect.poll(() => noted().length).toBe(2);
    appendFileSync(auditFile, 'a line of somebody else\n');
    const before = backed.node.calls.length;
    const answer = await stopGossip('admin');
    expect(answer.json).toMatchObject({
      code: 507,
      error: 'AUDIT_UNWRITTEN',
      message: expect.stringContaining('somebody else has written'),
    });
    expect(backed.node.calls.length).toBe(before);
    expect((await wire(backed.sidecar, SCHEMA, { headers: presenting('viewer') })).status).toBe(200);
  });
});

describe('an operation', () => {
  it('is asked for in the name of its caller, and noted with what they asked', async () => {
    const headers = { ...presenting('operator'), 'content-type': 'application/json' };
    const request = {
      method: 'POST',
      headers,
      body: JSON.stringify({ nodes: ['127.0.0.2'], levels: { Mixed: 'ANY' }, reason: 'new heap' }),
    };
    const answer = await wire(backed.sidecar, '/api/v1/cassandra/operations/restart', request);
    expect(answer.json).toMatchObject({ operation: { requestedBy: 'otto', reason: 'new heap', batches: [['127.0.0.2:7000']] } });
    expect(noted()[0]).toMatchObject({ event: 'asked', route: 'restartNodes', who: 'otto', body: request.body });
  });
});

it('the token that sidecars share may do everything, beside those of callers', async () => {
  const shared = await startOverSimulation({ tokensFile, token: 'shared-among-sidecars' });
  try {
    const ask = (token: string): Promise<WireAnswer> => wire(shared.sidecar, RING, { headers: { authorization: `Bearer ${token}` } });
    expect([(await ask('shared-among-sidecars')).status, (await ask(made.viewer.token)).status, (await ask('x')).status]).toEqual([
      200, 200, 401,
    ]);
  } finally {
    await shared.sidecar.stop(0);
  }
});
