import type { TakeSnapshotRequest } from '@ringside/node-control';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { startOverSimulation, wire } from '../testing/simulated-sidecar.ts';

const { read } = vi.hoisted(() => ({ read: [] as string[] }));

/** The model as it is, but what reads a name is written down. */
vi.mock('@ringside/model', async (importOriginal) => {
  const members = Object.entries(await importOriginal<Record<string, unknown>>()).map(([name, member]) => {
    if (typeof member !== 'function' || !/^parse(?:Keyspace|Table)|OfIdentifier$/.test(name)) return [name, member];
    return [
      name,
      (...args: readonly unknown[]): unknown => (read.push(name), (member as (...args: readonly unknown[]) => unknown)(...args)),
    ];
  });
  return Object.fromEntries(members) as object;
});

beforeEach(() => {
  read.length = 0;
});

describe('the names of a snapshot that is to be taken', () => {
  it.each([
    ['/api/v1/cassandra/snapshots/nightly?keyspace=%22Mixed%22&table=%22Table%22', ['dataDirectories', 'takeSnapshot']],
    ['/api/v1/keyspaces/%22Mixed%22/tables/%22Table%22/snapshots/nightly', ['status', 'dataDirectories', 'takeSnapshot']],
  ])('are read once each and go to the node once, which says whether they are there: %s', async (target, calls) => {
    const taken: TakeSnapshotRequest[] = [];
    const backed = await startOverSimulation({}, (port) => {
      if (!('takeSnapshot' in port)) return port;
      const { takeSnapshot } = port as { takeSnapshot: (request: TakeSnapshotRequest) => Promise<void> };
      return { ...port, takeSnapshot: async (request: TakeSnapshotRequest) => (taken.push(request), takeSnapshot(request)) };
    });
    const { status } = await wire(backed.sidecar, target, { method: 'PUT' });
    await backed.sidecar.stop(0);
    expect(status).toBe(200);
    expect(read.toSorted()).toEqual(['keyspaceOfIdentifier', 'tableOfIdentifier']);
    expect(backed.node.calls).toEqual(calls);
    expect(taken).toEqual([expect.objectContaining({ tag: 'nightly', keyspaces: ['Mixed'], table: 'Table' })]);
  });

  it.each([
    ['keyspace=order&table=events', 'Keyspace order does not exist', 'Did you mean orders?'],
    ['keyspace=orders&table=event', 'Table orders.event does not exist', 'Did you mean events?'],
    ['keyspace=ORDERS2', 'Keyspace orders2 does not exist', 'Did you mean orders?'],
  ])('are looked up once the node refuses, for the near miss: %s', async (query, message, remedy) => {
    const backed = await startOverSimulation();
    const { status, json } = await wire(backed.sidecar, `/api/v1/cassandra/snapshots/nightly?${query}`, { method: 'PUT' });
    await backed.sidecar.stop(0);
    expect([status, json]).toEqual([404, expect.objectContaining({ error: 'NOT_FOUND', message, remedy })]);
    expect(backed.node.snapshots).toEqual([]);
  });
});
