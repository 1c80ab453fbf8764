import type { MetricDefinition, MetricUnit } from '@ringside/metrics';
import type { MetricId, MetricReading } from '@ringside/node-control';

/** What is read together, as often as one another: what clients feel, the rest of the node, and its tables, of which there may be thousands. */
export type CollectionGroup = 'requests' | 'node' | 'tables';

/**
 * When the sum over a keyspace tells that its tables need not be asked one by one. `zero`: none of the values is negative, so where the sum is 0 each of
 * them is. `same`: the values only grow while the schema stays, so where the sum is what it was, each of them is.
 */
export type KeyspaceSum = 'zero' | 'same';

/** A family, and how it is read from a node. */
export interface CatalogueRow {
  /** What it is called, and what it means. Its first label is always `node`. */
  readonly definition: MetricDefinition;
  /** When it is read. */
  readonly group: CollectionGroup;
  /** Cassandra's group and name of it. */
  readonly metric: Pick<MetricId, 'group' | 'name'>;
  /** What is read of it. Of a histogram its buckets, after its count has grown. */
  readonly reading: MetricReading;
  /** What one of Cassandra's units is in the unit of the family. Of a latency its buckets tell, see `bucketsOf`. */
  readonly scale: number;
  /** Which part of a metric's name each label but `node` is; empty for a metric that a node has once. */
  readonly parts: readonly ('keyspace' | 'scope' | 'path')[];
  /** The name of the counter that adds all observations of a latency, in microseconds. */
  readonly total?: string | undefined;
  /**
   * Metrics of the same table of which at least one has changed whenever this one has: unless one of them has, it need not be asked. Cassandra changes
   * this one first, and it is read last, so nothing is missed for longer than a round.
   */
  readonly movedBy: readonly string[];
  /** What the keyspace's metric of the same name, which adds up those of its tables, spares: see `KeyspaceSum`. */
  readonly keyspaceSum: KeyspaceSum | undefined;
  /** Whether it is read unless the operator says otherwise. */
  readonly curated: boolean;
}

/** How a row is written down: what is the same for most is left out. */
export interface RowFacts {
  readonly help: string;
  /** Default: none. */
  readonly unit?: MetricUnit;
  /** Default: 1. */
  readonly scale?: number;
  /** Default: the attribute that suits the kind. */
  readonly reading?: MetricReading;
  /** Default: none. */
  readonly total?: string;
  /** Default: none, so that it is always asked. */
  readonly movedBy?: readonly string[];
  /** Default: none. A row has either this or `movedBy`. */
  readonly keyspaceSum?: KeyspaceSum;
  /** Default: true. */
  readonly curated?: boolean;
  readonly since?: MetricDefinition['since'];
  readonly until?: MetricDefinition['until'];
}

/** What the rows of one of Cassandra's groups have in common. */
export interface Place {
  readonly group: CollectionGroup;
  /** Cassandra's group. */
  readonly of: string;
  /** Each label, and which part of the name it is. */
  readonly labels: Readonly<Record<string, 'keyspace' | 'scope' | 'path'>>;
}

const ATTRIBUTE: Readonly<Record<MetricReading, string>> = { count: 'Count', value: 'Value', buckets: 'values()' };
const USUAL: Readonly<Record<MetricDefinition['kind'], MetricReading>> = { counter: 'count', gauge: 'value', histogram: 'buckets' };

/** A function that writes rows of one place: kind, name of the family without what stands before it, Cassandra's name, and the rest. */
export function rowsOf(prefix: string, { group, of, labels }: Place) {
  return (kind: MetricDefinition['kind'], name: string, metric: string, facts: RowFacts): CatalogueRow => {
    const { help, unit = 'none', scale = 1, reading = USUAL[kind], total, movedBy = [], keyspaceSum, curated = true, since, until } = facts;
    const definition: MetricDefinition = {
      name: `cassandra_${prefix}${name}`,
      kind,
      unit,
      help,
      labels: ['node', ...Object.keys(labels)],
      source:
        of === 'JVM'
          ? `MBeans of the Java virtual machine: ${metric}`
          : `org.apache.cassandra.metrics:type=${of},name=${metric} ${ATTRIBUTE[reading]}`,
      ...(since !== undefined && { since }),
      ...(until !== undefined && { until }),
    };
    return {
      definition,
      group,
      metric: { group: of, name: metric },
      reading,
      scale,
      parts: Object.values(labels),
      total,
      movedBy,
      keyspaceSum,
      curated,
    };
  };
}
