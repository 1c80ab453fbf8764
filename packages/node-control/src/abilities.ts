/** The name of something that only some versions of Cassandra can do or tell; see {@link abilities}. */
export type Ability =
  | 'snapshotTtl'
  | 'snapshotTimes'
  | 'gossipInfoTable'
  | 'streamingTable'
  | 'snapshotsTable'
  | 'metricsTables'
  | 'clusterMetadataLog'
  | 'accord';

/** Something that only some versions of Cassandra can do, or only some of them tell. */
export interface AbilityFact {
  /** The first line of Cassandra that has it, such as `4.1`. */
  readonly since: string;
  /** What it is, as the subject of a sentence. */
  readonly what: string;
  /** Where it was decided, or the class that has it. */
  readonly source: string;
}

/**
 * What differs between the supported lines of Cassandra, as far as Ringside has to act on it. Adapters refuse by this table, the contract
 * expects by it, and the page of versions prints it.
 */
export const abilities: Readonly<Record<Ability, AbilityFact>> = {
  snapshotTtl: { since: '4.1', what: 'Snapshots with a time to live', source: 'CASSANDRA-16789' },
  snapshotTimes: { since: '4.1', what: 'The time at which a snapshot was taken', source: 'CASSANDRA-16789' },
  gossipInfoTable: { since: '4.1', what: 'The virtual table `gossip_info`', source: 'GossipInfoTable' },
  streamingTable: { since: '4.1', what: 'The virtual table `streaming`', source: 'StreamingVirtualTable' },
  snapshotsTable: { since: '5.0', what: 'The virtual table `snapshots`', source: 'SnapshotsTable' },
  metricsTables: { since: '6.0', what: 'Every metric as a row of `system_metrics`', source: 'CASSANDRA-14572' },
  clusterMetadataLog: { since: '6.0', what: 'Membership and schema in a log of cluster metadata', source: 'CEP-21' },
  accord: { since: '6.0', what: 'Transactions over several partitions (Accord)', source: 'CEP-15' },
};

/**
 * Whether a version of Cassandra has an ability. A version that cannot be read has those of the newest line, because that is what a build of
 * one's own is made from.
 *
 * @param releaseVersion as a node or a jar has it, such as `4.0.19`, `6.0-alpha2` or `5.0.9-SNAPSHOT`
 *
 * @example
 * ```ts
 * can('4.0.19', 'snapshotTtl'); // false
 * ```
 */
export function can(releaseVersion: string, ability: Ability): boolean {
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(releaseVersion) ?? [];
  if (major === undefined || minor === undefined) return true;
  const [sinceMajor = 0, sinceMinor = 0] = abilities[ability].since.split('.').map(Number);
  return Number(major) > sinceMajor || (Number(major) === sinceMajor && Number(minor) >= sinceMinor);
}
