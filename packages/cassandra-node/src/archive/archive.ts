import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Bounds, type Clock, formatDuration, type Logger, systemClock, throwIfOver, watchBounds } from '@ringside/core';
import { type AddressBlock, claimAddressBlock, type DetachedPlan, ownIdentity, releaseAddressBlock } from '@ringside/host';
import { archivePath, type CassandraInstall, dumpFlags } from '@ringside/cassandra-install';
import { startWatchdog } from '../watchdog.ts';
import { agentsFrom } from '../start/agents.ts';
import { prepareLaunch } from '../start/launch.ts';
import { ClusterNode } from '../node.ts';
import { nodePaths } from '../paths.ts';
import type { NodeIdentity, NodePorts, NodeSettings } from '../spec.ts';

/** Cassandra's usual ones: the node has an address that nobody else uses. */
const PORTS: NodePorts = { native: 9_042, storage: 7_000, control: 8_778 };

const DUMP_LIMIT_MS = 60_000;
const MAKING = 'Making a class-data archive';

/** What {@link ensureArchive} takes. */
export interface ArchiveOptions extends Bounds {
  /** The Cassandra whose classes go into it; the archive lies in its `archiveDirectory`. */
  readonly install: CassandraInstall;
  /** The ring's folder of extra agents. */
  readonly agentsDirectory?: string | undefined;
  /** Gets a warning when no archive could be made: the node then starts without one, only more slowly. */
  readonly logger: Logger;
  /** Told when an archive is made. */
  readonly onProgress?: ((step: string) => void) | undefined;
}

/** The class-data archive for an install if it has been made, else `undefined`. */
export async function findArchive({ install, agentsDirectory }: ArchiveOptions): Promise<string | undefined> {
  const archive = await archivePath(install, await agentsFrom(agentsDirectory));
  return archive !== undefined && (await exists(archive)) ? archive : undefined;
}

/**
 * The class-data archive for an install, made at the first call by starting and stopping one throwaway node (about five seconds) and
 * kept in the cache. It takes about a third off every later start. Two processes that make it at once do not disturb each other: each
 * writes a file of its own and the last rename wins.
 *
 * A failure to make it is logged and costs only time, so it is not an error.
 *
 * @returns its path; `undefined` when this Java has no such archives or it could not be made
 * @throws OpsError `ABORTED`, `OPERATION_TIMED_OUT` at the deadline
 */
export async function ensureArchive(options: ArchiveOptions): Promise<string | undefined> {
  const archive = await archivePath(options.install, await agentsFrom(options.agentsDirectory));
  if (archive === undefined || (await exists(archive))) return archive;
  throwIfOver(options, MAKING);
  options.onProgress?.('Making a class-data archive, once');
  const temporary = `${archive}.${randomUUID()}`;
  const watched = watchBounds(options, { what: MAKING });
  try {
    await mkdir(dirname(archive), { recursive: true });
    await trainingRun(temporary, options, systemClock, watched.signal);
    await rename(temporary, archive);
    return archive;
  } catch (error) {
    if (watched.signal.aborted) throw watched.signal.reason;
    options.logger.warn('No class-data archive could be made; starts take longer', { reason: String(error) });
    return undefined;
  } finally {
    watched.end();
    await rm(temporary, { force: true }).catch(() => undefined);
  }
}

/**
 * Runs one node up to its open CQL port and stops it in order, which makes the JVM write the archive. Nothing of it outlives this process,
 * however that ends.
 *
 * @throws Error when the JVM had to be killed: what it has written by then is cut off
 */
async function trainingRun(archive: string, options: ArchiveOptions, clock: Clock, signal: AbortSignal): Promise<void> {
  const owner = ownIdentity();
  const directory = await mkdtemp(join(tmpdir(), 'ringside-archive-'));
  let block: AddressBlock | undefined;
  let node: ClusterNode | undefined;
  try {
    block = await claimAddressBlock(owner, PORTS.native);
    startWatchdog(owner, directory, block.claim);
    node = await trainingNode({ archive, directory, address: `${block.prefix}.1`, options, clock });
    await node.start({ signal });
    const ended = await node.stop({ withinMs: DUMP_LIMIT_MS, signal });
    if (!ended) throw new Error(`the JVM did not write it within ${formatDuration(DUMP_LIMIT_MS)}`);
  } finally {
    await node?.kill();
    await rm(directory, { recursive: true, force: true });
    if (block !== undefined) await releaseAddressBlock(block.claim);
  }
}

interface Training {
  readonly archive: string;
  readonly directory: string;
  readonly address: string;
  readonly options: ArchiveOptions;
  readonly clock: Clock;
}

async function trainingNode({ archive, directory, address, options, clock }: Training): Promise<ClusterNode> {
  const identity = trainingIdentity(address);
  const paths = nodePaths(directory, identity.name);
  const settings = trainingSettings(address, options.agentsDirectory);
  const launch = { install: options.install, settings, archive: undefined, extraFlags: dumpFlags(archive) };
  const prepare = async (): Promise<() => Promise<DetachedPlan>> => async () => prepareLaunch(identity, paths, launch);
  return new ClusterNode({ identity, ports: PORTS, paths, clock, prepare });
}

function trainingIdentity(address: string): NodeIdentity {
  return { name: 'node1', address, datacenter: 'dc1', rack: 'rack1', tokens: ['0'], bootstrap: false };
}

function trainingSettings(address: string, agentsDirectory: string | undefined): NodeSettings {
  return {
    mode: 'throwaway',
    clusterName: 'archive',
    ports: PORTS,
    seeds: [address],
    heapMb: 256,
    yaml: {},
    override: {},
    jvmProperties: {},
    ...(agentsDirectory !== undefined && { agentsDirectory }),
  };
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
