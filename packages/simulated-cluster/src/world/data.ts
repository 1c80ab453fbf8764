import { errors } from '@ringside/core';
import { modelErrors } from '@ringside/model';
import type { Snapshot } from '@ringside/node-control';
import { filesOf, type NodeState, takeRows } from './node-state.ts';
import { replicasOfSome } from './placement.ts';
import { endpointOf, type World } from './world.ts';

const ROW_BYTES = 100;
/** What a snapshot has besides data: `manifest.json` and `schema.cql`. */
const MANIFEST_BYTES = 1_024;

/** Where a row is written, and through whom. */
export interface WriteRequest {
  /** Its exact name, case kept, without quotes. */
  readonly keyspace: string;
  /** Its exact name; the coordinator must know it, or the write throws `NOT_FOUND`. */
  readonly table: string;
  /** How many rows, each in a range of its own choosing. Default: 1. */
  readonly rows?: number;
  /** The partition that they are in, as Cassandra serializes its key; they still lie in ranges of their own choosing. Default: none that can be asked for. */
  readonly key?: Uint8Array;
  /** The coordinator. Default: the first node that runs. */
  readonly through?: string;
}

/**
 * Writes rows: into the memtables of the replicas that the coordinator reaches, and as hints for the others.
 *
 * @throws OpsError `CASSANDRA_UNAVAILABLE` without a coordinator that serves clients, `NOT_FOUND` without such a table
 */
export function write(world: World, { keyspace, table, rows = 1, key, through }: WriteRequest): void {
  world.settle();
  const coordinator = coordinatorOf(world, through);
  requireTable(coordinator, keyspace, table);
  const info = requireKeyspace(coordinator, keyspace);
  const byEndpoint = new Map(world.members.map((node) => [endpointOf(node), node]));
  for (let row = 0; row < rows; row += 1)
    for (const endpoint of replicasOfSome(world, info, world.random())) {
      const replica = byEndpoint.get(endpoint);
      if (replica === undefined) continue;
      writeTo(world, coordinator, replica, `${keyspace}.${table}`);
      if (key !== undefined) filesOf(replica, `${keyspace}.${table}`).keys.add(hexOf(key));
    }
}

/** The node of that name, or the first one that serves clients. */
export function coordinatorOf({ nodes }: World, name?: string): NodeState {
  const serves = (node: NodeState): boolean => node.running && !node.frozen && node.nativeRunning;
  const found = [...nodes.values()].find((node) => (name === undefined || node.identity.name === name) && serves(node));
  if (found === undefined) throw modelErrors.CASSANDRA_UNAVAILABLE({ message: `${name ?? 'No node'} does not serve clients` });
  return found;
}

function writeTo(world: World, coordinator: NodeState, replica: NodeState, table: string): void {
  const [from, to] = [coordinator.identity.name, replica.identity.name];
  const passes = from === to || (world.network.connects(from, to) && world.network.connects(to, from));
  if (passes && replica.running && !replica.frozen && world.liveness.verdict(from, to) === 'up') takeRows(replica, table, 1);
  else {
    const hints = coordinator.hints.get(to) ?? new Map<string, number>();
    coordinator.hints.set(to, hints.set(table, (hints.get(table) ?? 0) + 1));
  }
}

/** Writes the memtable of a table to disk; nothing if it is empty. */
export function flush(world: World, node: NodeState, keyspace: string, table: string): void {
  const files = filesOf(node, `${keyspace}.${table}`);
  if (files.rows === 0) return;
  requireSpace(node);
  const name = `nb-${files.sizes.size + 1}-big-Data.db`;
  files.sizes.set(name, files.rows * ROW_BYTES);
  for (const key of files.keys) files.files.set(key, [...(files.files.get(key) ?? []), name]);
  files.keys.clear();
  files.rows = 0;
  node.flushes += 1;
  world.publish(node);
}

/** A key in hexadecimal digits. */
export function hexOf(key: Uint8Array): string {
  return Array.from(key, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** What is to be in a snapshot of one table. */
export interface TableSnapshot {
  readonly tag: string;
  readonly keyspace: string;
  readonly table: string;
  readonly ttlMs: number | undefined;
}

/** Takes a snapshot of one table. */
export function snapshot(world: World, node: NodeState, { tag, keyspace, table, ttlMs }: TableSnapshot): void {
  requireSpace(node);
  const data = [...filesOf(node, `${keyspace}.${table}`).sizes.values()].reduce((sum, size) => sum + size, 0);
  const expiresAt = ttlMs === undefined ? null : new Date(world.nowMs + ttlMs).toISOString();
  const createdAt = new Date(world.nowMs).toISOString();
  node.snapshots = [...node.snapshots, { tag, keyspace, table, sizeBytes: data + MANIFEST_BYTES, trueSizeBytes: 0, createdAt, expiresAt }];
}

/** Snapshots that have not expired. */
export function snapshotsOf(world: World, node: NodeState): readonly Snapshot[] {
  return node.snapshots.filter(({ expiresAt }) => expiresAt === null || Date.parse(expiresAt) > world.nowMs);
}

/** A keyspace as a node knows it. */
export function requireKeyspace({ schema }: NodeState, name: string): ReturnType<NodeState['schema']['keyspaces']['get']> & object {
  const found = schema.keyspaces.get(name);
  if (found === undefined) throw errors.NOT_FOUND({ message: `Keyspace ${name} does not exist` });
  return found;
}

/** Makes sure that a node knows a table. */
export function requireTable({ schema }: NodeState, keyspace: string, table: string): void {
  if (schema.tables.get(keyspace)?.includes(table) !== true)
    throw errors.NOT_FOUND({ message: `Table ${keyspace}.${table} does not exist` });
}

function requireSpace({ diskFull, identity }: NodeState): void {
  if (diskFull) throw errors.DISK_FULL({ message: `The disk of ${identity.name} is full` });
}
