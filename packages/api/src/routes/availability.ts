import { API, availabilitySummary, type AvailabilitySummary, NO_CASSANDRA, NO_KEYSPACE, RINGSIDE_LOOKS } from '@ringside/cluster-shapes';
import { keyspaceName } from '@ringside/model';
import { defineRoute, describeRoute, json, listOf, mapOf, object, oneOf, optional, text } from '@ringside/route-kit';
import { alone } from './flags.ts';
import { consistencyLevel, keyspace } from './parameters.ts';
import { count, tokenText } from './values.ts';

/** Whether requests at the asked consistency level succeed on a range: `underReplicated` still do, with a replica down. */
export type AvailabilityState = 'available' | 'underReplicated' | 'unavailable';

/** Availability of one token range (start, end], which may wrap. */
export interface RangeAvailability {
  /** Token in decimal, not itself in the range. */
  readonly start: string;
  /** Token in decimal, itself in the range; not above `start` where the range wraps. */
  readonly end: string;
  /** `address:port`, in Cassandra's order. */
  readonly replicas: readonly string[];
  /** Those of them that every view takes for up, and no sidecar knows to be down. */
  readonly live: readonly string[];
  /** How many of the live ones count for the consistency level: those of the local datacenter for `LOCAL_*`. */
  readonly counted: number;
  /** How many the level needs: the range is unavailable exactly when `counted < needed`. */
  readonly needed: number;
  /** `unavailable` where `counted < needed`; else `underReplicated` where fewer replicas are live than the keyspace asks for. */
  readonly state: AvailabilityState;
}

/** Availability of a keyspace. */
export interface KeyspaceAvailability {
  /** Without quotes, case kept. */
  readonly keyspace: string;
  /** As CQL shows it, `class` included. */
  readonly replication: Readonly<Record<string, string>>;
  /** Counts over `ranges`. */
  readonly summary: AvailabilitySummary;
  /** They cover the whole ring, and none overlap. */
  readonly ranges: readonly RangeAvailability[];
}

/** Availability at one consistency level. */
export interface AvailabilityAnswer {
  /** The level that was asked for, in capitals, such as `LOCAL_QUORUM`. */
  readonly consistency: string;
  /** Datacenter that `LOCAL_*` levels are judged from. */
  readonly localDatacenter: string;
  /** The one that was asked for, or all that are replicated, by name. */
  readonly keyspaces: readonly KeyspaceAvailability[];
}

const rangeAvailability = object({
  start: tokenText,
  end: tokenText,
  replicas: listOf(text()),
  live: listOf(text()),
  counted: count,
  needed: count,
  state: oneOf('available', 'underReplicated', 'unavailable'),
});

const keyspaceAvailability = object({
  keyspace: text(),
  replication: mapOf(text()),
  summary: availabilitySummary,
  ranges: listOf(rangeAvailability),
});

const REPLICAS = ['127.0.0.1:7000', '127.0.0.2:7000', '127.0.0.3:7000'];

/** Availability of token ranges: `GET /api/v1/cassandra/availability`. */
export const availability = defineRoute({
  ...RINGSIDE_LOOKS,
  id: 'availability',
  path: `${API}/cassandra/availability`,
  query: { keyspace: optional(keyspace), consistency: optional(consistencyLevel), alone: optional(alone) },
  answer: json<AvailabilityAnswer>(object({ consistency: text(), localDatacenter: text(), keyspaces: listOf(keyspaceAvailability) })),
  statuses: { ...NO_KEYSPACE, ...NO_CASSANDRA },
  permission: 'TOPOLOGY:READ',
});

export const aboutAvailability = describeRoute(availability, {
  summary: 'Availability of token ranges',
  doc: 'Per range: live replicas, how many the level needs, and whether requests succeed. All replicated keyspaces unless one is named; level LOCAL_QUORUM by default.',
  example: {
    params: { keyspace: keyspaceName('orders'), consistency: 'QUORUM' },
    answer: {
      consistency: 'QUORUM',
      localDatacenter: 'dc1',
      keyspaces: [
        {
          keyspace: 'orders',
          replication: { class: 'org.apache.cassandra.locator.NetworkTopologyStrategy', dc1: '3' },
          summary: { total: 3, available: 3, underReplicated: 0, unavailable: 0 },
          ranges: [
            {
              start: '3000000000000000000',
              end: '-9000000000000000000',
              replicas: REPLICAS,
              live: REPLICAS,
              counted: 3,
              needed: 2,
              state: 'available',
            },
          ],
        },
      ],
    },
  },
});
