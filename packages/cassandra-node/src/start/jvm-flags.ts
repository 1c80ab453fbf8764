import { moduleFlags } from '@ringside/cassandra-install';
import { jolokiaJvmProperties } from '@ringside/jolokia-control';
import type { NodePaths } from '../paths.ts';
import type { NodeIdentity, NodeSettings } from '../spec.ts';

/** One `-javaagent`: the jar and its options. */
export interface JavaAgent {
  readonly jar: string;
  readonly options?: string;
}

/** What decides a node's command line beside its settings. */
export interface JvmPlan {
  readonly classPath: readonly string[];
  /** In the order in which the JVM shall load them. */
  readonly agents: readonly JavaAgent[];
  /** Class-data archive flags; empty when there is none. */
  readonly archiveFlags: readonly string[];
}

const MAIN_CLASS = 'org.apache.cassandra.service.CassandraDaemon';

/** Flags that make the JVM small and quick to start: one collector thread, the quick compiler only. */
const SMALL_JVM = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xss256k', '-XX:-UsePerfData', '-XX:+ExitOnOutOfMemoryError'];

/**
 * System properties of every node, with what each spares; `10-20 %` of the start are the superuser and the measuring of memtable rows. By default a node
 * wakes 500 times a second to look at the clock, which is half of what it does while nobody asks it anything; by the coarse clock it only ends requests and
 * messages whose time is over.
 */
const BASE_PROPERTIES: Readonly<Record<string, string>> = {
  ...jolokiaJvmProperties,
  'java.net.preferIPv4Stack': 'true',
  'jdk.attach.allowAttachSelf': 'true',
  'io.netty.tryReflectionSetAccessible': 'true',
  'chronicle.analytics.disable': 'true',
  'cassandra-foreground': 'yes',
  'cassandra.superuser_setup_delay_ms': '0',
  'cassandra.skip_wait_for_gossip_to_settle': '0',
  'cassandra.memtable_row_overhead_computation_step': '1000',
  'cassandra.shutdown_announce_in_ms': '0',
  'cassandra.broadcast_interval_ms': '5000',
  'cassandra.ring_delay_ms': '5000',
  'cassandra.approximate_time_precision_ms': '20',
};

/** What only a throwaway node may skip: syncs, and the commit log of system tables. */
const THROWAWAY_PROPERTIES: Readonly<Record<string, string>> = { 'cassandra.skip_sync': 'true', 'cassandra.unsafesystem': 'true' };

/**
 * The arguments of `java` for one node. Pure. They hold no secret: the control agent reads its own from a file.
 *
 * The configuration folder stands last on the class path, so that every node can use the same class-data archive.
 */
export function jvmArguments(node: NodeIdentity, settings: NodeSettings, paths: NodePaths, plan: JvmPlan): readonly string[] {
  const properties = { ...nodeProperties(node, settings, paths), ...settings.jvmProperties };
  return [
    ...moduleFlags,
    ...SMALL_JVM,
    `-Xms${Math.min(64, settings.heapMb)}M`,
    `-Xmx${settings.heapMb}M`,
    ...plan.archiveFlags,
    ...plan.agents.map(agentFlag),
    ...Object.entries(properties).map(([key, value]) => `-D${key}=${value}`),
    '-cp',
    [...plan.classPath, paths.conf].join(':'),
    MAIN_CLASS,
  ];
}

function nodeProperties(node: NodeIdentity, settings: NodeSettings, paths: NodePaths): Readonly<Record<string, string>> {
  return {
    ...BASE_PROPERTIES,
    ...(settings.mode === 'throwaway' && THROWAWAY_PROPERTIES),
    ...(settings.seeds.includes(node.address) && { 'cassandra.allow_unsafe_join': 'true' }),
    ...(node.replaces !== undefined && { 'cassandra.replace_address_first_boot': node.replaces }),
    // Opens nothing: it is the address that RMI names to nodetool when `runNodetool` opens it for a call.
    'java.rmi.server.hostname': node.address,
    'cassandra.config': `file://${paths.conf}/cassandra.yaml`,
    'cassandra.storagedir': paths.storage,
    'cassandra.logdir': paths.logs,
    'java.io.tmpdir': paths.temporary,
    'logback.configurationFile': `${paths.conf}/logback.xml`,
  };
}

function agentFlag({ jar, options }: JavaAgent): string {
  return `-javaagent:${jar}${options === undefined || options === '' ? '' : `=${options}`}`;
}
