import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openSession, type Session } from '@ringside/client';
import { isSystemKeyspace } from '@ringside/model';
import type { Cluster } from '../cluster/cluster.ts';
import type { ClusterNode } from '@ringside/cassandra-node';

/**
 * What a test can see of a ring and change of it, by the name of the place. A ring whose fingerprint is that of its first moment is as good as a new
 * one. What grows by itself (uptime, load, metrics, generations, logs) is not in it.
 */
export type Fingerprint = Readonly<Record<string, unknown>>;

/** The tables in which Cassandra keeps the schema, all versions taken together. */
const SCHEMA = ['keyspaces', 'tables', 'columns', 'types', 'functions', 'aggregates', 'views', 'indexes', 'triggers', 'dropped_columns'];

/** Replicated system tables that clients fill, or may. */
const FILLED = [
  'system_auth.roles',
  'system_auth.role_members',
  'system_auth.role_permissions',
  'system_auth.network_permissions',
  'system_traces.sessions',
  'system_traces.events',
  'system_distributed.repair_history',
  'system_distributed.parent_repair_history',
  'system_distributed.view_build_status',
];

/** Every node makes it by itself, some time after its start. */
const FIRST_ROLE = 'cassandra';

/** Cassandra's attribute of a table that keeps its last truncation; nothing else in `system.local` is set by a test. */
const WHO = 'SELECT cluster_name, data_center, rack, partitioner, bootstrapped, tokens FROM system.local';

/**
 * Takes a ring's fingerprint. All nodes must be up.
 *
 * @throws whatever a node answers that cannot be asked: one that demands a role or TLS has no fingerprint
 */
export async function fingerprintOf(cluster: Cluster): Promise<Fingerprint> {
  const parts = await Promise.all(
    cluster.nodes.map((node, index) => withSession(node, (session) => nodePrint(node, session, index === 0))),
  );
  return Object.assign({ members: membersOf(cluster) }, ...parts) as Fingerprint;
}

/** The first place where two fingerprints differ; undefined when they are the same. */
export function firstDifference(before: Fingerprint, now: Fingerprint): string | undefined {
  const places = [...new Set([...Object.keys(before), ...Object.keys(now)])].toSorted();
  return places.find((place) => JSON.stringify(before[place]) !== JSON.stringify(now[place]));
}

/** Asks one node through a connection of its own. */
export async function withSession<T>(node: ClusterNode, work: (session: Session) => Promise<T>): Promise<T> {
  const session = await openSession({ contactPoints: [node.address], port: node.nativePort });
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

/** The nodes as the ring's state has them: a node that joined, left or was replaced shows here. */
export function membersOf(cluster: Cluster): readonly object[] {
  return cluster.nodes.map(({ name, address, datacenter, rack, tokens }) => ({ name, address, datacenter, rack, tokens }));
}

/** True when somebody had JMX open on a node, who may have changed anything: it is not looked at any further. */
export function hadJmx({ paths }: ClusterNode): boolean {
  return existsSync(join(paths.root, 'jmx'));
}

/** Folders of keyspaces that are not Cassandra's own, on a node's disk. */
export async function foreignFolders({ paths }: ClusterNode): Promise<readonly string[]> {
  const data = join(paths.storage, 'data');
  const names = await readdir(data).catch(() => []);
  return names.filter((name) => !isSystemKeyspace(name)).map((name) => join(data, name));
}

async function nodePrint(node: ClusterNode, session: Session, isFirst: boolean): Promise<Fingerprint> {
  const [asked, told, files, shared] = await Promise.all([
    control(node),
    ownTables(session),
    disk(node),
    isFirst ? sharedTables(session) : {},
  ]);
  const own = Object.entries({ ...asked, ...told, ...files }).map(([place, value]) => [`${node.name} ${place}`, value]);
  return { ...Object.fromEntries(own), ...shared };
}

async function control({ control: node }: ClusterNode): Promise<Fingerprint> {
  const [status, levels, snapshots, ring, streams] = await Promise.all([
    node.status(),
    node.loggingLevels(),
    node.listSnapshots(),
    node.ring(),
    node.streamStats(),
  ]);
  const { operationMode, gossipActive, nativeTransportRunning, joined, tokens, liveNodes, unreachableNodes } = status;
  const members = ring.map(({ address, datacenter, rack, state, status: up, tokens: held }) => ({
    address,
    datacenter,
    rack,
    state,
    up,
    held,
  }));
  return {
    mode: { operationMode, gossipActive, nativeTransportRunning, joined },
    tokens: tokens.toSorted(),
    peers: { live: liveNodes.toSorted(), unreachable: unreachableNodes.toSorted() },
    ring: members.toSorted((a, b) => a.address.localeCompare(b.address)),
    loggers: sortedEntries(levels),
    snapshots,
    streams: streams.length,
  };
}

async function ownTables(session: Session): Promise<Fingerprint> {
  const [settings, local] = await Promise.all([all(session, 'SELECT name, value FROM system_views.settings'), all(session, WHO)]);
  return { settings: settings.toSorted(), local };
}

async function sharedTables(session: Session): Promise<Fingerprint> {
  const schema = await Promise.all(
    SCHEMA.map(async (table) => [`system_schema.${table}`, digest(await all(session, `SELECT * FROM system_schema.${table}`))]),
  );
  const rows = await Promise.all(
    FILLED.map(async (table) => [table, await all(session, `SELECT * FROM ${table} LIMIT 100`).catch(() => 'none')]),
  );
  const filled = rows.map(([table, found]) => [
    table,
    table === FILLED[0] ? (found as string[]).filter((row) => !row.includes(`"${FIRST_ROLE}"`)) : found,
  ]);
  return Object.fromEntries([...schema, ...filled]) as Fingerprint;
}

async function disk(node: ClusterNode): Promise<Fingerprint> {
  const hints = await readdir(join(node.paths.storage, 'hints')).catch(() => []);
  return { jmx: hadJmx(node), folders: await foreignFolders(node), hints: hints.length };
}

/** Rows as texts, in the order of the table. */
async function all(session: Session, statement: string): Promise<readonly string[]> {
  const rows: string[] = [];
  for await (const row of session.rows(statement)) rows.push(JSON.stringify(row, plain));
  return rows;
}

function plain(_key: string, value: unknown): unknown {
  if (value instanceof Map) return [...value.entries()].map((entry) => JSON.stringify(entry)).toSorted();
  if (value instanceof Set) return [...value].map((item) => JSON.stringify(item)).toSorted();
  return typeof value === 'bigint' ? String(value) : value;
}

function digest(rows: readonly string[]): string {
  return createHash('sha256').update(rows.join('\n')).digest('hex');
}

function sortedEntries(record: Readonly<Record<string, string>>): readonly (readonly [string, string])[] {
  return Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1));
}
