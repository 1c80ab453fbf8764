import { type CassandraInstall, getCassandra } from '@ringside/cassandra-install';
import { type Bounds, silentLogger, systemClock } from '@ringside/core';
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
import { sharedWork } from './shared-work.ts';
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

/** Each version is got once; the bounds are those of the call that needs it. */
type RuntimeOf = (version: string, bounds: Bounds) => Promise<Runtime>;

/** Makes the handle of a ring from its state; runs nothing. */
export async function assemble(directory: string, state: RingState, options: OpenOptions, own: Ownership = {}): Promise<Cluster> {
  const runtimes = new Map<string, (bounds: Bounds) => Promise<Runtime>>();
  const runtimeOf: RuntimeOf = (version, bounds) => {
    const get = (signal: AbortSignal): Promise<Runtime> => getRuntime(version, state.settings, options, signal);
    const known = runtimes.get(version) ?? sharedWork(`Getting Cassandra ${version}`, get, options.signal);
    runtimes.set(version, known);
    return known(bounds);
  };
  const nodeOf = (identity: NodeIdentity, current: RingState): Promise<ClusterNode> =>
    makeNode(directory, identity, current, runtimeOf, own.relay);
  const prepareVersion = async (version: string, bounds: Bounds): Promise<void> => void (await runtimeOf(version, bounds));
  return Cluster.of({ directory, state, clock: systemClock, nodeOf, prepareVersion, ...own });
}

async function makeNode(
  directory: string,
  identity: NodeIdentity,
  { settings: { ports } }: RingState,
  runtimeOf: RuntimeOf,
  relay: StorageRelay | undefined,
): Promise<ClusterNode> {
  const paths = nodePaths(directory, identity.name);
  const prepare = async (bounds: Bounds) => {
    // As the ring's folder has it now: another launcher may have upgraded the node since this handle was made.
    const { settings, version } = launchOf(await readRingState(directory), identity.name);
    const runtime = await runtimeOf(version, bounds);
    return async () => {
      const { listenAddress } = identity;
      if (listenAddress !== undefined) await relay?.add({ address: identity.address, listenAddress });
      return prepareLaunch(identity, paths, { ...runtime, settings });
    };
  };
  await ensureSecretFile(paths);
  return new ClusterNode({ identity, ports, paths, clock: systemClock, prepare });
}

/** Gets jars and archive; asked for when the first node starts, because adopting a running ring needs neither. */
async function getRuntime(
  version: string,
  { agentsDirectory }: NodeSettings,
  { install: given, onProgress, logger = silentLogger, archive }: OpenOptions,
  signal: AbortSignal,
): Promise<Runtime> {
  const install = given?.version === version ? given : await getCassandra({ version, signal });
  const wanted = { install, agentsDirectory, logger, signal, onProgress };
  return { install, archive: archive === 'later' ? await findArchive(wanted) : await ensureArchive(wanted) };
}
