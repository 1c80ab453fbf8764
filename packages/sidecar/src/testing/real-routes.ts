import type { RouteId, SidecarClient } from '@ringside/api';
import { openSession, type Session } from '@ringside/client';
import { Errors } from 'typebox/schema';
import { isOpsError } from '@ringside/core';
import { expect, it } from 'vitest';
import { ROUTE_IDS, routeOf } from './example-requests.ts';

/** Where a ring can be reached. */
export interface ContactPoints {
  readonly contactPoints: readonly string[];
  readonly nativePort: number;
  readonly localDatacenter: string;
}

/** A session with a ring; close it after use. */
export async function connectTo({ contactPoints, nativePort }: ContactPoints): Promise<Session> {
  return await openSession({ contactPoints: [...contactPoints], port: nativePort });
}

/** Makes what {@link everyRouteAnswers} asks for: a keyspace with an indexed table and a row, and one whose names need quotes. */
export async function createSchema(ring: ContactPoints, replicationFactor: number): Promise<void> {
  const session = await connectTo(ring);
  const replication = `{'class': 'NetworkTopologyStrategy', '${ring.localDatacenter}': ${replicationFactor}}`;
  await session.execute(`CREATE KEYSPACE orders WITH replication = ${replication}`);
  await session.execute('CREATE TABLE orders.events (id int PRIMARY KEY, note text)');
  await session.execute('CREATE INDEX by_note ON orders.events (note)');
  await session.execute("CREATE KEYSPACE \"Mixed\" WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
  await session.execute('CREATE TABLE "Mixed"."Table" (id int PRIMARY KEY)');
  await session.execute("INSERT INTO orders.events (id, note) VALUES (1, 'first')");
  await session.close();
}

const PARAMETERS: Partial<Record<RouteId, object>> = {
  keyspaceRing: { keyspace: 'orders' },
  keyspaceSchema: { keyspace: 'Mixed' },
  partitionKey: { keyspace: 'orders', table: 'events' },
  tokenRangeReplicas: { keyspace: 'orders' },
  setLoggingLevel: { logger: 'org.apache.cassandra.gms', level: 'INFO' },
  listSnapshotFiles: { keyspace: 'orders', table: 'events', snapshot: 'schema' },
  createTableSnapshot: { keyspace: 'orders', table: 'events', snapshot: 'schema' },
  clearTableSnapshot: { keyspace: 'orders', table: 'events', snapshot: 'schema' },
  createSnapshot: { tag: 'whole', keyspace: 'Mixed' },
  clearSnapshot: { tag: 'whole' },
  tableStats: { keyspace: 'orders', table: 'events' },
  tables: { keyspace: 'Mixed' },
  partitionSstables: { keyspace: 'orders', table: 'events', key: Uint8Array.from([0, 0, 0, 1]) },
  connectedClients: { summary: false },
  canStop: { datacenter: 'dc1' },
  setGossip: { body: { state: 'start' } },
  setNative: { body: { state: 'START' } },
};

/** They build on one another. */
const SNAPSHOTS: readonly RouteId[] = [
  'createTableSnapshot',
  'listSnapshotFiles',
  'createSnapshot',
  'snapshots',
  'clearTableSnapshot',
  'clearSnapshot',
];

/** What only a sidecar that takes part in operations answers. */
export const OPERATION_ROUTES: readonly RouteId[] = [
  'restartNodes',
  'repairCluster',
  'operations',
  'operation',
  'operationEvents',
  'operationalJobs',
  'operationalJob',
  'changeOperation',
  'lifecycle',
  'setLifecycle',
];

/** The others, but for the one that drains. */
const REST: readonly RouteId[] = ROUTE_IDS.filter((id) => ![...SNAPSHOTS, ...OPERATION_ROUTES, 'drain'].includes(id));

/**
 * Declares a test for each route but those of operations and the one that drains: a node with the schema of {@link createSchema} answers as the route's schema says.
 *
 * @param onAnswered told of each route that did
 */
export function everyRouteAnswers(client: () => SidecarClient, onAnswered: (id: RouteId) => void = () => undefined): void {
  for (const id of [...SNAPSHOTS, ...REST]) {
    it(`${id} is what its schema says`, async () => {
      const call = client()[id] as (of: object) => Promise<unknown>;
      const answer = await call(PARAMETERS[id] ?? {});
      const { schema } = routeOf(id).answer;
      const faults = schema === undefined ? [] : Errors(schema, answer)[1];
      expect(faults).toEqual([]);
      onAnswered(id);
    });
  }
}

/**
 * Calls every route once but those of operations, the one that drains last, and says how each ended: `yes`, or the code and the sentence of its error. Only for a sidecar that can do
 * nothing to the node.
 */
export async function tryRoutes(client: SidecarClient): Promise<Readonly<Record<string, string>>> {
  const ends: [string, string][] = [];
  for (const id of [...SNAPSHOTS, ...REST, 'drain' as const]) {
    const call = client[id] as (of: object) => Promise<unknown>;
    ends.push([id, await call(PARAMETERS[id] ?? {}).then(endOf, errorOf)]);
  }
  return Object.fromEntries(ends);
}

/** Health is told with a status of its own, which is an answer. */
function endOf(answer: unknown): string {
  return typeof answer === 'object' && answer !== null && 'status' in answer && answer.status === 'NOT_OK' ? 'NOT_OK' : 'yes';
}

function errorOf(error: unknown): string {
  return isOpsError(error) ? `${error.code}: ${error.message}` : String(error);
}
