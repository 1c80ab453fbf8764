import type { Compaction } from '@ringside/node-control';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compactionsAnswer } from '@ringside/node-answers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OverSimulation, startOverSimulation, wire } from '../testing/simulated-sidecar.ts';
import { goodRequest, goodStatus, goodTarget, ROUTE_IDS, routeOf } from '../testing/example-requests.ts';

const NEW_FIELD = 'fieldOfTheNextRelease';
/** What holds names as its keys: there another member is another name, and goes over the wire. */
const DICTIONARIES = new Set(['gossip', 'loggingLevels', 'pendingByTable', 'settings', 'phi', 'replication', 'schemaVersions']);

/** The same value with one more field in every object, however deep. */
function withNewFields(value: unknown, name: string): unknown {
  if (Array.isArray(value)) return value.map((each) => withNewFields(each, name));
  if (typeof value !== 'object' || value === null || DICTIONARIES.has(name)) return value;
  const members = Object.entries(value).map(([key, member]) => [key, withNewFields(member, key)]);
  return { ...Object.fromEntries(members), [NEW_FIELD]: 1 };
}

/** How often an object with a field more has come out of a port. */
let planted = 0;

/** A port whose every answer has a field more than today. */
function ofTheNextRelease<Port extends object>(port: Port): Port {
  const members = Object.entries(port).map(([name, method]) => [
    name,
    async (...args: readonly unknown[]) => {
      const answer = withNewFields(await (method as (...args: readonly unknown[]) => Promise<unknown>)(...args), name);
      if (JSON.stringify(answer)?.includes(NEW_FIELD)) planted += 1;
      return answer;
    },
  ]);
  return Object.fromEntries(members) as Port;
}

describe('a field that a port gets in the next release', () => {
  let backed: OverSimulation;
  let data: string;

  beforeAll(async () => {
    data = mkdtempSync(join(tmpdir(), 'sidecar-'));
    const snapshot = join(data, 'orders', `events-${'0'.repeat(32)}`, 'snapshots', 'nightly');
    mkdirSync(snapshot, { recursive: true });
    writeFileSync(join(snapshot, 'nb-1-big-Data.db'), 'data!');
    backed = await startOverSimulation({}, ofTheNextRelease);
    backed.node.dataDirectories = [data];
    backed.node.snapshots = ['nightly', 'old'].map((tag) => ({
      tag,
      keyspace: 'orders',
      table: 'events',
      sizeBytes: 1,
      trueSizeBytes: 1,
      createdAt: null,
      expiresAt: null,
    }));
  });

  afterAll(async () => {
    await backed.sidecar.stop(0);
    rmSync(data, { recursive: true });
  });

  // What changes the node comes last: reads are to see it as it is.
  const ids = ROUTE_IDS.toSorted((a, b) => Number(routeOf(a).method !== 'GET') - Number(routeOf(b).method !== 'GET'));
  it.each(ids)('does not get on the wire by %s', async (id) => {
    const answer = await wire(backed.sidecar, goodTarget(id), goodRequest(id));
    expect([answer.status, answer.text.includes(NEW_FIELD)]).toEqual([goodStatus(id), false]);
  });

  it('was there, in what those routes were made of', () => {
    expect(planted).toBeGreaterThan(10);
  });

  it('would be seen if it were handed on', () => {
    const compaction = withNewFields(
      { id: 'a', taskType: 'Compaction', keyspace: null, table: null, completed: 1, total: 2, unit: 'bytes' },
      'active',
    ) as Compaction;
    const stats = { pendingTasks: 0, pendingByTable: {}, completedTasks: 0, compactedBytes: 0, active: [compaction] };
    expect(JSON.stringify(stats)).toContain(NEW_FIELD);
    expect(JSON.stringify(compactionsAnswer(stats))).not.toContain(NEW_FIELD);
  });
});
