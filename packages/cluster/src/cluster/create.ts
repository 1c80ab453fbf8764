import { mkdir, mkdtemp, readdir, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { errors, throwIfOver } from '@ringside/core';
import { type AddressBlock, claimAddressBlock, ownIdentity, releaseAddressBlock } from '@ringside/host';
import { DEFAULT_CASSANDRA_VERSION, resolveCassandra } from '@ringside/cassandra-install';
import { modelErrors } from '@ringside/model';
import {
  type CheckedSettings,
  checkSettings,
  mergeSettings,
  type NodeIdentity,
  type NodeSettings,
  startWatchdog,
} from '@ringside/cassandra-node';
import { StorageRelay } from '../relay/relay.ts';
import { assertHasAccord } from './accord.ts';
import { assemble, type OpenOptions } from './assemble.ts';
import type { Cluster } from './cluster.ts';
import { behindRelay } from './membership.ts';
import { type ClusterOptions, checkOptions, heapMbOf } from './options.ts';
import { planNodes } from './plan.ts';
import { DEFAULT_PORT_BASE, portsFor } from './ports.ts';
import { assertRoom } from './preflight.ts';
import { type RingState, readState, writeState } from './state.ts';

const DEFAULT_BLOCK = '127.0.0';

/**
 * Makes a ring: checks the options, lays out nodes, addresses and tokens, and writes the ring's folder. Nothing runs yet; see
 * `Cluster.start`, which also gets Cassandra when it is missing.
 *
 * @throws OpsError `INVALID_ARGUMENT`, `CONFIG_UNKNOWN_KEY`, `JSON_MALFORMED`, `MEMORY_SHORT`, `DISK_FULL`, `OUT_OF_PORTS`,
 * `RING_RUNNING` when the folder already holds a ring, `STATE_CORRUPT`, or `ABORTED`; nothing is left behind
 *
 * @example
 * ```ts
 * await using cluster = await createCluster({ mode: 'throwaway', nodes: 3 });
 * await cluster.start();
 * cluster.contactPoints; // ['127.88.4.1', '127.88.4.2', '127.88.4.3']
 * ```
 */
export async function createCluster(options: ClusterOptions): Promise<Cluster> {
  throwIfOver(options, 'Making the ring');
  checkOptions(options);
  const draft = draftState(options, DEFAULT_BLOCK);
  const folder = await ringFolder(options);
  const directory = folder.path;
  let block: AddressBlock | undefined;
  try {
    await assertRoom(draft.nodes.length, draft.settings.heapMb, directory);
    const owner = options.owner ?? ownIdentity();
    if (options.mode === 'throwaway' && options.addressBlock === undefined) {
      block = await claimAddressBlock(owner, draft.settings.ports.native);
    }
    const state = draftState(options, block?.prefix ?? options.addressBlock ?? DEFAULT_BLOCK);
    await writeState(directory, state);
    if (options.mode === 'throwaway') startWatchdog(owner, directory, block?.claim);
    const relay = state.partitionable ? new StorageRelay(state.settings.ports.storage) : undefined;
    return await assemble(directory, state, options, { claim: block?.claim, relay });
  } catch (error) {
    await removeMade(folder);
    if (block !== undefined) await releaseAddressBlock(block.claim);
    throw error;
  }
}

/**
 * Finds a ring again from its folder, running or not: nodes that run are adopted as they are.
 *
 * @param directory the ring's folder
 * @throws OpsError `NOT_FOUND` when the folder holds no ring, `STATE_CORRUPT` when its state file cannot be read, `ABORTED`
 */
export async function openCluster(directory: string, options: OpenOptions = {}): Promise<Cluster> {
  throwIfOver(options, 'Opening the ring');
  const folder = resolve(directory);
  const state = await readState(folder);
  if (state !== undefined) return assemble(await realpath(folder), state, options);
  throw errors.NOT_FOUND({ message: `There is no ring in ${folder}`, remedy: 'Start one with ringside up.' });
}

/** Everything that the options decide, on a given block of addresses. Reads the environment, changes nothing. */
export function draftState(options: ClusterOptions, addressBlock: string): RingState {
  const version = options.install?.version ?? resolveCassandra(options.cassandra ?? DEFAULT_CASSANDRA_VERSION);
  const partitionable = options.partitionable ?? false;
  const planned = planNodes({ nodes: options.nodes, layout: options.layout, numTokens: options.numTokens ?? 1, addressBlock });
  const nodes = partitionable ? planned.map(behindRelay) : planned;
  const name = options.name ?? 'ringside';
  const portBase = options.portBase ?? DEFAULT_PORT_BASE;
  return {
    version: 1,
    name,
    cassandraVersion: version,
    portBase,
    settings: nodeSettings(options, { name, portBase, nodes, version }),
    nodes,
    partitionable,
  };
}

interface Draft {
  readonly name: string;
  readonly portBase: number;
  readonly nodes: readonly NodeIdentity[];
  readonly version: string;
}

function nodeSettings(options: ClusterOptions, { name, portBase, nodes, version }: Draft): NodeSettings {
  const { native, storage, control } = portsFor(portBase);
  return {
    mode: options.mode,
    clusterName: name,
    ports: { native, storage, control },
    seeds: nodes.map(({ address }) => address),
    heapMb: heapMbOf(options),
    ...writtenSettings(options, version),
    jvmProperties: options.jvmProperties ?? {},
    ...(options.agentsDirectory !== undefined && { agentsDirectory: resolve(options.agentsDirectory) }),
  };
}

/** What was written for cassandra.yaml, checked, with Accord switched on where that was asked for. */
function writtenSettings({ yaml, configOverrideJson, accord }: ClusterOptions, version: string): CheckedSettings {
  const written = checkSettings({ version, yaml, configOverrideJson });
  if (accord !== true) return written;
  assertHasAccord(version);
  return { ...written, yaml: mergeSettings({ accord: { enabled: true } }, written.yaml) };
}

/** A folder for a ring. */
interface RingFolder {
  readonly path: string;
  /** True when it was not there before. */
  readonly isNew: boolean;
  /** What was in it before. */
  readonly before: readonly string[];
}

/** A throwaway ring's folder is removed with it, so nobody else's files may be in there. */
async function ringFolder({ mode, directory }: ClusterOptions): Promise<RingFolder> {
  if (directory === undefined) return { path: await realpath(await mkdtemp(join(tmpdir(), 'ringside-'))), isNew: true, before: [] };
  const folder = resolve(directory);
  if ((await readState(folder)) !== undefined) {
    throw modelErrors.RING_RUNNING({ message: `${folder} already holds a ring`, remedy: 'Use it, or remove the folder.' });
  }
  const isNew = (await mkdir(folder, { recursive: true, mode: mode === 'durable' ? 0o755 : 0o700 })) !== undefined;
  const before = await readdir(folder);
  if (mode === 'durable' || before.length === 0) return { path: await realpath(folder), isNew, before };
  throw errors.INVALID_ARGUMENT({
    message: `${folder} is not empty; a throwaway ring removes its folder when it ends`,
    remedy: 'Name a new or an empty folder, or none.',
  });
}

async function removeMade({ path, isNew, before }: RingFolder): Promise<void> {
  const made = isNew ? [path] : (await readdir(path)).filter((name) => !before.includes(name)).map((name) => join(path, name));
  await Promise.all(made.map((each) => rm(each, { recursive: true, force: true })));
}
