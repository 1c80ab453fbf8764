import { nearest, type OpsError } from '@ringside/core';
import { ringErrors } from '../errors.ts';

/** How a keyspace's rows are copied over the ring. */
export type ReplicationStrategy =
  | { readonly class: 'SimpleStrategy'; readonly replicationFactor: number }
  | { readonly class: 'NetworkTopologyStrategy'; readonly replicationFactors: Readonly<Record<string, number>> }
  | { readonly class: 'LocalStrategy' }
  | { readonly class: 'EverywhereStrategy' }
  /** Of Cassandra 6.0's keyspace of cluster metadata: its members are chosen by `cms reconfigure`, not by the ring. */
  | { readonly class: 'MetaStrategy'; readonly replicationFactor: number };

/** A strategy whose replicas follow from the ring. */
export type RingStrategy = Exclude<ReplicationStrategy, { class: 'LocalStrategy' } | { class: 'MetaStrategy' }>;

/** False for a strategy whose replicas do not follow from the ring, so that no range of it can be said to have any. */
export function isOnRing(strategy: ReplicationStrategy): strategy is RingStrategy {
  return strategy.class !== 'LocalStrategy' && strategy.class !== 'MetaStrategy';
}

const CLASSES = ['SimpleStrategy', 'NetworkTopologyStrategy', 'LocalStrategy', 'EverywhereStrategy', 'MetaStrategy'] as const;
const FACTOR = 'replication_factor';

/**
 * Reads a keyspace's replication as `system_schema.keyspaces` or CQL's `WITH replication = {…}` has it, e.g.
 * `{ class: 'NetworkTopologyStrategy', dc1: '3' }`; the class may carry its Java package.
 *
 * @param options `class`, and factors by datacenter, as strings
 * @param datacenters the ring's datacenters, over which `NetworkTopologyStrategy`'s `replication_factor` is spread, as Cassandra does
 * when the keyspace is created; stored settings no longer have it
 * @throws {OpsError} INVALID_REPLICATION for an unknown class, a missing or unknown option, a factor that is not a whole number, and
 * for transient replication (`3/1`), which is experimental in Cassandra and not modelled here
 */
export function parseReplication(options: Readonly<Record<string, string>>, datacenters: readonly string[] = []): ReplicationStrategy {
  const { class: className, ...rest } = options;
  const name = strategyClass(className);
  if (name === 'LocalStrategy' || name === 'EverywhereStrategy') return { class: name };
  if (name === 'MetaStrategy') return { class: name, replicationFactor: metaFactor(rest) };
  if (name === 'SimpleStrategy') return { class: name, replicationFactor: simpleFactor(rest) };
  return { class: name, replicationFactors: datacenterFactors(rest, datacenters) };
}

function strategyClass(className: string | undefined): (typeof CLASSES)[number] {
  const name = className?.split('.').at(-1);
  const known = CLASSES.find((each) => each === name);
  if (known !== undefined) return known;
  if (name === undefined) throw invalid('The replication setting names no class');
  const near = nearest(name, CLASSES);
  throw invalid(`Replication class ${JSON.stringify(name)} is not known`, near === undefined ? undefined : `Did you mean ${near}?`);
}

function simpleFactor(options: Readonly<Record<string, string>>): number {
  const { [FACTOR]: factor, ...unknown } = options;
  const [other] = Object.keys(unknown);
  if (other !== undefined) throw invalid(`SimpleStrategy has no option ${JSON.stringify(other)}`, `It takes ${FACTOR} only.`);
  if (factor === undefined) throw invalid(`SimpleStrategy needs ${FACTOR}`);
  return parseFactor(FACTOR, factor);
}

/** `MetaStrategy` counts what its options name for each datacenter. */
function metaFactor({ [FACTOR]: factor, ...named }: Readonly<Record<string, string>>): number {
  const own = Object.entries(named).map(([datacenter, text]) => parseFactor(datacenter, text));
  return own.length === 0 && factor !== undefined ? parseFactor(FACTOR, factor) : own.reduce((sum, each) => sum + each, 0);
}

function datacenterFactors(options: Readonly<Record<string, string>>, datacenters: readonly string[]): Record<string, number> {
  const { [FACTOR]: spread, ...named } = options;
  if (spread !== undefined && datacenters.length === 0) {
    throw invalid(`${FACTOR} of NetworkTopologyStrategy needs to know the datacenters`, 'Name a factor for each datacenter instead.');
  }
  const everywhere = spread === undefined ? [] : datacenters.map((datacenter) => [datacenter, parseFactor(FACTOR, spread)] as const);
  const own = Object.entries(named).map(([datacenter, factor]) => [datacenter, parseFactor(datacenter, factor)] as const);
  const factors = new Map([...everywhere, ...own]);
  return Object.fromEntries([...factors].filter(([, factor]) => factor > 0));
}

function parseFactor(option: string, text: string): number {
  if (/^\d+\/\d+$/.test(text)) {
    throw invalid(`${option}: transient replication (${text}) is not supported`, 'Use a plain whole number of full replicas.');
  }
  if (!/^\d{1,9}$/.test(text)) throw invalid(`${option}: ${JSON.stringify(text)} is not a whole number of replicas`);
  return Number(text);
}

function invalid(message: string, remedy?: string): OpsError {
  return ringErrors.INVALID_REPLICATION(remedy === undefined ? { message } : { message, remedy });
}

/**
 * How many replicas a keyspace asks for in all: the sum over datacenters, whether or not the ring has the nodes
 * (`AbstractReplicationStrategy.getReplicationFactor`).
 *
 * @param nodes how many nodes the ring has, which is what `EverywhereStrategy` asks for
 */
export function totalReplicationFactor(strategy: ReplicationStrategy, nodes: number): number {
  switch (strategy.class) {
    case 'SimpleStrategy':
    case 'MetaStrategy':
      return strategy.replicationFactor;
    case 'NetworkTopologyStrategy':
      return Object.values(strategy.replicationFactors).reduce((sum, factor) => sum + factor, 0);
    case 'LocalStrategy':
      return 1;
    case 'EverywhereStrategy':
      return nodes;
  }
}
