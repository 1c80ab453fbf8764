import { readdir, rm } from 'node:fs/promises';
import { systemClock, waitUntil } from '@ringside/core';
import { cqlIdentifier, isLogLevel, isSystemKeyspace, snapshotTag } from '@ringside/model';
import type { Session } from '@ringside/client';
import type { Cluster } from '../cluster/cluster.ts';
import type { ClusterNode } from '@ringside/cassandra-node';
import { healRing, wasPartitioned } from '../partition/partition.ts';
import { type Fingerprint, fingerprintOf, firstDifference, foreignFolders, hadJmx, membersOf, withSession } from './fingerprint.ts';

/** The bounds of everything that a restoration waits for. A ring that needs longer is not worth it. */
const LIMIT_MS = 180_000;
const FILES_LIMIT_MS = 10_000;
const POLL_MS = 20;

/** Replicated system tables that tests fill by asking for a trace or a repair. */
const EMPTIED = ['system_traces.sessions', 'system_traces.events'];

/**
 * Puts a ring back as it was when it was new: its nodes up, in gossip and open to clients, no keyspace, snapshot or trace of a test, loggers as they
 * were. Then it compares all that a test can see with what was there at first.
 *
 * @param first the ring's fingerprint from before its first test
 * @returns why the ring cannot be given out again; undefined when it is as good as new
 */
export async function restoreRing(cluster: Cluster, first: Fingerprint): Promise<string | undefined> {
  const lost = await lossOf(cluster, first);
  if (lost !== undefined) return lost;
  try {
    await bringUp(cluster);
    await dropKeyspaces(cluster);
    await Promise.all(cluster.nodes.map((node) => clearNode(node, first)));
    await cluster.waitForSchemaAgreement({ withinMs: LIMIT_MS });
    const difference = firstDifference(first, await fingerprintOf(cluster));
    return difference === undefined ? undefined : `${difference} is not what it was`;
  } catch (error) {
    return (error as Error).message;
  }
}

/** What cannot be put right, or not for less than a new ring costs. */
async function lossOf(cluster: Cluster, first: Fingerprint): Promise<string | undefined> {
  if (JSON.stringify(membersOf(cluster)) !== JSON.stringify(first['members'])) return 'its nodes are not those that it began with';
  const open = cluster.nodes.find(hadJmx);
  if (open !== undefined) return `JMX of ${open.name} was open, through which anything may have been changed`;
  await Promise.all(cluster.nodes.map((node) => node.resume()));
  const useful = await Promise.all(cluster.nodes.map(isUseful));
  return useful.includes(true) ? undefined : 'no node of it runs as it should';
}

/** True for a node that need not be started anew. A drained one takes no writes until then. */
async function isUseful(node: ClusterNode): Promise<boolean> {
  if ((await node.pid()) === undefined) return false;
  const status = await node.control.status().catch(() => undefined);
  return status?.operationMode === 'NORMAL';
}

async function bringUp(cluster: Cluster): Promise<void> {
  if (wasPartitioned(cluster.directory, cluster.nodes)) await healRing(cluster.directory);
  for (const node of cluster.nodes) if (!(await isUseful(node))) await node.kill();
  await Promise.all(cluster.nodes.map(openUp));
  await cluster.start({ withinMs: LIMIT_MS });
}

async function openUp(node: ClusterNode): Promise<void> {
  if ((await node.pid()) === undefined) return;
  const { gossipActive, nativeTransportRunning } = await node.control.status();
  if (!gossipActive) await node.control.startGossip();
  if (!nativeTransportRunning) await node.control.startNativeTransport();
}

async function dropKeyspaces(cluster: Cluster): Promise<void> {
  await withSession(cluster.node(0), async (session) => {
    const { rows } = await session.execute('SELECT keyspace_name FROM system_schema.keyspaces');
    const names = rows.map((row) => String(row['keyspace_name'])).filter((name) => !isSystemKeyspace(name));
    for (const name of names) await session.execute(`DROP KEYSPACE ${cqlIdentifier(name)}`);
    for (const table of EMPTIED) await empty(session, table);
  });
}

/** A truncation makes a snapshot, which costs more than the look. */
async function empty(session: Session, table: string): Promise<void> {
  const { rows } = await session.execute(`SELECT * FROM ${table} LIMIT 1`);
  if (rows.length > 0) await session.execute(`TRUNCATE ${table}`);
}

async function clearNode(node: ClusterNode, first: Fingerprint): Promise<void> {
  const tags = new Set((await node.control.listSnapshots()).map(({ tag }) => tag));
  for (const tag of tags) await node.control.clearSnapshot({ tag: snapshotTag(tag) });
  await resetLoggers(node, first);
  for (const folder of await foreignFolders(node)) await removeFolder(folder);
}

/** Loggers that had no level of their own cannot be put back; the comparison finds them. */
async function resetLoggers(node: ClusterNode, first: Fingerprint): Promise<void> {
  const now = await node.control.loggingLevels();
  for (const [logger, level] of first[`${node.name} loggers`] as readonly (readonly [string, string])[]) {
    if (now[logger] !== level && isLogLevel(level)) await node.control.setLoggingLevel(logger, level);
  }
}

/** Cassandra deletes the files of a dropped table by itself, a moment later; what it leaves is folders. */
async function removeFolder(folder: string): Promise<void> {
  const isEmptied = async (): Promise<true | undefined> => {
    const entries = await readdir(folder, { recursive: true }).catch(() => []);
    return entries.some((name) => name.endsWith('.db')) ? undefined : true;
  };
  await waitUntil(isEmptied, { clock: systemClock, pollMs: POLL_MS, withinMs: FILES_LIMIT_MS });
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}
