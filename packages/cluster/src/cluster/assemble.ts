import { type CassandraInstall, getCassandra } from '@ringside/cassandra-install';
import { silentLogger, systemClock } from '@ringside/core';
import {
  ClusterNode,
  ensureArchive,
  ensureSecretFile,
  findArchive,
  type NodeIdentity,
  nodePaths,
  type NodeSettings,
  prepareLaunch,
} from '@ringside/cassandra-node';
import type { StorageRelay } from '../relay/relay.ts';
import { Cluster } from './cluster.ts';
import type { ClusterOptions } from './options.ts';
import { readRingState, type RingState } from './state.ts';
import { launchOf } from './upgrade.ts';

/** What a ring's handle needs to know beside its state. */
export type OpenOptions = Pick<ClusterOptions, 'install' | 'signal' | 'deadline' | 'logger' | 'onProgress' | 'archive'>;

/** What only the process that made a throwaway ring holds. */
export interface Ownership {
  readonly claim?: string | undefined;
  readonly relay?: StorageRelay | undefined;
}

interface Runtime {
  readonly install: CassandraInstall;
  readonly archive: string | undefined;
}

/** Makes the handle of a ring from its state; runs nothing. */
export async function assemble(directory: string, state: RingState, options: OpenOptions, own: Ownership = {}): Promise<Cluster> {
  const runtimes = new Map<string, () => Promise<Runtime>>();
  const runtimeOf = (version: string): Promise<Runtime> => {
    const known = runtimes.get(version) ?? once(() => getRuntime(version, state.settings, options));
    runtimes.set(version, known);
    return known();
  };
  const nodeOf = (identity: NodeIdentity, current: RingState): Promise<ClusterNode> =>
    makeNode(directory, identity, current, runtimeOf, own.relay);
  const prepareVersion = async (version: string): Promise<void> => void (await runtimeOf(version));
  return Cluster.of({ directory, state, clock: systemClock, nodeOf, prepareVersion, ...own });
}

async function makeNode(
  directory: string,
  identity: NodeIdentity,
  { settings: { ports } }: RingState,
  runtimeOf: (version: string) => Promise<Runtime>,
  relay: StorageRelay | undefined,
): Promise<ClusterNode> {
  const paths = nodePaths(directory, identity.name);
  const prepare = async () => {
    const { listenAddress } = identity;
    if (listenAddress !== undefined) await relay?.add({ address: identity.address, listenAddress });
    // As the ring's folder has it now: another launcher may have upgraded the node since this handle was made.
    const { settings, version } = launchOf(await readRingState(directory), identity.name);
    return prepareLaunch(identity, paths, { ...(await runtimeOf(version)), settings });
  };
  await ensureSecretFile(paths);
  return new ClusterNode({ identity, ports, paths, clock: systemClock, prepare });
}

/** Gets jars and archive; asked for when the first node starts, because adopting a running ring needs neither. */
async function getRuntime(version: string, { agentsDirectory }: NodeSettings, options: OpenOptions): Promise<Runtime> {
  const { signal, deadline, onProgress, logger = silentLogger } = options;
  const install = options.install?.version === version ? options.install : await getCassandra({ version, signal, deadline });
  const wanted = { install, agentsDirectory, logger, signal, deadline, onProgress };
  return { install, archive: options.archive === 'later' ? await findArchive(wanted) : await ensureArchive(wanted) };
}

/** Runs once and keeps the result; a failure is forgotten, so that the next call tries again. */
function once<T>(work: () => Promise<T>): () => Promise<T> {
  let pending: Promise<T> | undefined;
  return () => {
    pending ??= work().catch((error: unknown) => {
      pending = undefined;
      throw error;
    });
    return pending;
  };
}
