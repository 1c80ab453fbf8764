import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Logger, OpsError, silentLogger, systemClock } from '@ringside/core';
import { throwIfAborted } from '../abort.ts';
import { ensureArchive } from '../archive/archive.ts';
import { type CassandraInstall, getCassandra } from '../get/get-cassandra.ts';
import { jolokiaSecret } from '../node/jolokia.ts';
import { prepareLaunch } from '../node/launch.ts';
import { ClusterNode } from '../node/node.ts';
import { nodePaths } from '../node/paths.ts';
import { ownIdentity } from '../node/process.ts';
import type { NodeIdentity, NodeSettings } from '../node/spec.ts';
import { checkYamlKeys, parseConfigOverride } from '../node/yaml.ts';
import { type AddressBlock, claimAddressBlock, releaseAddressBlock } from './address-block.ts';
import { Cluster } from './cluster.ts';
import { type ClusterOptions, checkOptions, heapMbOf } from './options.ts';
import { planNodes } from './plan.ts';
import { portsFor } from './ports.ts';
import { assertRoom } from './preflight.ts';
import { type RingState, readState, writeState } from './state.ts';
import { startWatchdog } from './watchdog.ts';

/**
 * Makes a ring: gets Cassandra when it is missing, lays out nodes, addresses and tokens, and writes the ring's folder. Nothing runs yet;
 * see `Cluster.start`.
 *
 * @throws OpsError `INVALID_ARGUMENT`, `CONFIG_UNKNOWN_KEY`, `JSON_MALFORMED`, `MEMORY_SHORT`, `DISK_FULL`, `OUT_OF_PORTS`,
 * `RING_RUNNING` when the folder already holds a ring, those of `getCassandra`, or `ABORTED`
 *
 * @example
 * ```ts
 * await using cluster = await createCluster({ mode: 'throwaway', nodes: 3 });
 * await cluster.start();
 * cluster.contactPoints; // ['127.88.4.1', '127.88.4.2', '127.88.4.3']
 * ```
 */
export async function createCluster(options: ClusterOptions): Promise<Cluster> {
  checkOptions(options);
  throwIfAborted(options.signal, 'Making the ring');
  const ports = portsFor(options.portBase);
  const plan = { nodes: options.nodes, layout: options.layout, numTokens: options.numTokens ?? 1 };
  const nodeCount = planNodes({ ...plan, addressBlock: '127.0.0' }).length;
  const heapMb = heapMbOf(options);
  const version = options.version ?? options.install?.version ?? '5.0.9';
  const overlays = readOverlays(options, version);
  const directory = await ringDirectory(options);
  const owner = options.owner ?? ownIdentity();
  let block: AddressBlock | undefined;
  try {
    await assertRoom(nodeCount, heapMb, directory);
    if (options.mode === 'throwaway' && options.addressBlock === undefined) block = await claimAddressBlock(owner, ports.native);
    const nodes = planNodes({ ...plan, addressBlock: block?.prefix ?? options.addressBlock ?? '127.0.0' });
    const settings: NodeSettings = {
      mode: options.mode,
      clusterName: options.name ?? 'ringside',
      ports,
      seeds: nodes.map(({ address }) => address),
      heapMb,
      ...overlays,
      jvmProperties: options.jvmProperties ?? {},
      ...(options.agentsDirectory !== undefined && { agentsDirectory: resolve(options.agentsDirectory) }),
    };
    const state: RingState = {
      version: 1,
      name: settings.clusterName,
      cassandraVersion: version,
      portBase: options.portBase ?? 9_000,
      settings,
      nodes,
      partitionable: options.partitionable ?? false,
    };
    await writeState(directory, state);
    if (options.mode === 'throwaway') startWatchdog(owner, directory, block?.claim ?? '');
    return await assemble(directory, state, options, block?.claim);
  } catch (error) {
    if (options.mode === 'throwaway') await rm(directory, { recursive: true, force: true });
    if (block !== undefined) await releaseAddressBlock(block.claim);
    throw error;
  }
}

/** What {@link openCluster} may be told. */
export type OpenOptions = Pick<ClusterOptions, 'install' | 'signal' | 'logger' | 'onProgress'>;

/**
 * Finds a ring again from its folder, running or not: nodes that run are adopted as they are.
 *
 * @throws OpsError `NOT_FOUND` when the folder holds no ring, `STATE_CORRUPT`, those of `getCassandra`
 */
export async function openCluster(directory: string, options: OpenOptions = {}): Promise<Cluster> {
  const folder = resolve(directory);
  const state = await readState(folder);
  if (state === undefined)
    throw new OpsError('NOT_FOUND', { message: `There is no ring in ${folder}`, remedy: 'Start one with ringside up.' });
  return assemble(folder, state, options, undefined);
}

function readOverlays(options: ClusterOptions, version: string): Pick<NodeSettings, 'yaml' | 'override'> {
  const yaml = options.yaml ?? {};
  const override = parseConfigOverride(options.configOverrideJson ?? process.env['CONFIG_OVERRIDE_JSON']);
  checkYamlKeys(yaml, 'yaml', version);
  checkYamlKeys(override, 'CONFIG_OVERRIDE_JSON', version);
  return { yaml, override };
}

async function ringDirectory({ mode, directory }: ClusterOptions): Promise<string> {
  if (directory === undefined) return realpath(await mkdtemp(join(tmpdir(), 'ringside-')));
  const folder = resolve(directory);
  if ((await readState(folder)) !== undefined) {
    throw new OpsError('RING_RUNNING', { message: `${folder} already holds a ring`, remedy: 'Use openCluster, or remove the folder.' });
  }
  await mkdir(folder, { recursive: true, mode: mode === 'durable' ? 0o755 : 0o700 });
  return realpath(folder);
}

async function assemble(directory: string, state: RingState, options: OpenOptions, claim: string | undefined): Promise<Cluster> {
  const logger = options.logger ?? silentLogger;
  const lazy = lazyInstall(state, options, logger);
  const nodes = await Promise.all(state.nodes.map((identity) => clusterNode(directory, identity, state, lazy)));
  return new Cluster({ directory, state, nodes, clock: systemClock, logger, claim });
}

interface Runtime {
  readonly install: CassandraInstall;
  readonly archive: string | undefined;
}

/** Gets jars and archive when the first node is started, once for all of them; adopting a running ring needs neither. */
function lazyInstall(state: RingState, options: OpenOptions, logger: Logger): () => Promise<Runtime> {
  let pending: Promise<Runtime> | undefined;
  const get = async (): Promise<Runtime> => {
    const install = options.install ?? (await getCassandra({ version: state.cassandraVersion, signal: options.signal }));
    const { agentsDirectory } = state.settings;
    return { install, archive: await ensureArchive({ install, agentsDirectory, logger, signal: options.signal }) };
  };
  return () => {
    pending ??= get().catch((error: unknown) => {
      pending = undefined;
      throw error;
    });
    return pending;
  };
}

async function clusterNode(
  directory: string,
  identity: NodeIdentity,
  state: RingState,
  runtime: () => Promise<Runtime>,
): Promise<ClusterNode> {
  const paths = nodePaths(directory, identity.name);
  const { settings } = state;
  const prepare = async () => prepareLaunch(identity, paths, { ...(await runtime()), settings });
  return new ClusterNode({
    identity,
    ports: settings.ports,
    paths,
    jolokiaSecret: await jolokiaSecret(paths),
    clock: systemClock,
    prepare,
  });
}
