import { API, APACHE_LOOKS, NO_GOSSIP, NO_KEYSPACE } from '@ringside/cluster-shapes';
import { keyspaceName } from '@ringside/model';
import { defineRoute, describeRoute, json, listOf, mapOf, object, oneOf, type Schema, text } from '@ringside/route-kit';
import { userKeyspace } from './parameters.ts';
import { portNumber, tokenText, upOrDown } from './values.ts';

/** One token of the ring: a node with several tokens has several entries. */
export interface RingEntry {
  /** As the node’s snitch says; `UNKNOWN_DC` if gossip does not tell, because Apache’s client refuses null. */
  readonly datacenter: string;
  /** IP address. */
  readonly address: string;
  /** Storage port; -1 if unknown. */
  readonly port: number;
  /** Within `datacenter`; `UNKNOWN_RACK` if gossip does not tell. */
  readonly rack: string;
  /** `?` when the asked node does not know. */
  readonly status: 'Up' | 'Down' | '?';
  /** What the node does with its tokens; `Normal` where it does nothing. */
  readonly state: 'Normal' | 'Joining' | 'Leaving' | 'Moving';
  /** Such as `88.49 KiB`, or `?`. */
  readonly load: string;
  /** Such as `33.33%`, or `?`. */
  readonly owns: string;
  /** Decimal text: a token does not fit a number. */
  readonly token: string;
  /** Host name of `address` by reverse look-up; the address itself where that fails or takes too long. */
  readonly fqdn: string;
  /** A UUID, or `Unknown`. */
  readonly hostId: string;
}

const ringAnswer: Schema<readonly RingEntry[]> = listOf(
  object({
    datacenter: text(),
    address: text(),
    port: portNumber,
    rack: text(),
    status: upOrDown,
    state: oneOf('Normal', 'Joining', 'Leaving', 'Moving'),
    load: text(),
    owns: text({ pattern: String.raw`^([0-9]+\.[0-9]{2}%|\?)$` }),
    token: tokenText,
    fqdn: text(),
    hostId: text(),
  }),
);

const EXAMPLE: RingEntry = {
  datacenter: 'dc1',
  address: '127.0.0.1',
  port: 7000,
  rack: 'rack1',
  status: 'Up',
  state: 'Normal',
  load: '88.49 KiB',
  owns: '33.33%',
  token: '-9000000000000000000',
  fqdn: 'localhost',
  hostId: '00000000-0000-4000-8000-000000000001',
};

/** Ring: `GET /api/v1/cassandra/ring`. */
export const ring = defineRoute({
  ...APACHE_LOOKS,
  id: 'ring',
  path: `${API}/cassandra/ring`,
  answer: json(ringAnswer),
  statuses: NO_GOSSIP,
  permission: 'RING:READ',
});

export const aboutRing = describeRoute(ring, {
  summary: 'Ring',
  doc: 'Every token with its node; `owns` does not count replication.',
  example: { answer: [EXAMPLE] },
});

/** Ring of a keyspace: `GET /api/v1/cassandra/ring/keyspaces/:keyspace`. */
export const keyspaceRing = defineRoute({
  ...APACHE_LOOKS,
  id: 'keyspaceRing',
  path: `${API}/cassandra/ring/keyspaces/:keyspace`,
  params: { keyspace: userKeyspace },
  answer: json(ringAnswer),
  statuses: { ...NO_KEYSPACE, ...NO_GOSSIP },
  permission: 'RING:READ',
});

export const aboutKeyspaceRing = describeRoute(keyspaceRing, {
  summary: 'Ring of a keyspace',
  doc: 'Every token with its node; `owns` counts the replication of the keyspace.',
  example: { params: { keyspace: keyspaceName('orders') }, answer: [{ ...EXAMPLE, owns: '100.00%' }] },
});

/** A replica that a token range names. */
export interface ReplicaMetadata {
  /** As in {@link RingEntry}; `Replacing` for a node that takes over a dead one’s tokens (`BOOT_REPLACE` in gossip). */
  readonly state: 'Normal' | 'Joining' | 'Leaving' | 'Moving' | 'Replacing';
  /** What the asked node considers it; `?` when it does not know. */
  readonly status: 'Up' | 'Down' | '?';
  /** Host name of `address` by reverse look-up; the address itself where that fails or takes too long. */
  readonly fqdn: string;
  /** IP address, without its port and brackets. */
  readonly address: string;
  /** Storage port. */
  readonly port: number;
  /** A key of `replicasByDatacenter` in the ranges that it holds. */
  readonly datacenter: string;
}

/** A token range (start, end] that does not wrap, and its replicas. */
export interface ReplicaRange {
  /** Token in decimal, not itself in the range. */
  readonly start: string;
  /** Token in decimal, itself in the range, and above `start`. */
  readonly end: string;
  /** Datacenter → `address:port`. */
  readonly replicasByDatacenter: Readonly<Record<string, readonly string[]>>;
}

/** Who holds which range of a keyspace. */
export interface TokenRangeReplicasAnswer {
  /** `address:port` → what is known of it. */
  readonly replicaMetadata: Readonly<Record<string, ReplicaMetadata>>;
  /** Natural and pending replicas; no two ranges overlap. */
  readonly writeReplicas: readonly ReplicaRange[];
  /** Natural replicas. */
  readonly readReplicas: readonly ReplicaRange[];
}

const replicaRange = object({ start: tokenText, end: tokenText, replicasByDatacenter: mapOf(listOf(text())) });

const EXAMPLE_RANGE: ReplicaRange = {
  start: '-9223372036854775808',
  end: '-9000000000000000000',
  replicasByDatacenter: { dc1: ['127.0.0.1:7000'] },
};

/** Replicas of token ranges: `GET /api/v1/keyspaces/:keyspace/token-range-replicas`. */
export const tokenRangeReplicas = defineRoute({
  ...APACHE_LOOKS,
  id: 'tokenRangeReplicas',
  path: `${API}/keyspaces/:keyspace/token-range-replicas`,
  params: { keyspace: userKeyspace },
  answer: json<TokenRangeReplicasAnswer>(
    object({
      replicaMetadata: mapOf(
        object({
          state: oneOf('Normal', 'Joining', 'Leaving', 'Moving', 'Replacing'),
          status: upOrDown,
          fqdn: text(),
          address: text(),
          port: portNumber,
          datacenter: text(),
        }),
      ),
      writeReplicas: listOf(replicaRange),
      readReplicas: listOf(replicaRange),
    }),
  ),
  statuses: { ...NO_KEYSPACE, ...NO_GOSSIP },
  permission: 'TOPOLOGY:READ',
});

export const aboutTokenRangeReplicas = describeRoute(tokenRangeReplicas, {
  summary: 'Replicas of token ranges',
  doc: 'Who is written and who is read in each range of a keyspace. A range that wraps is split at the ends of the token space.',
  example: {
    params: { keyspace: keyspaceName('orders') },
    answer: {
      replicaMetadata: {
        '127.0.0.1:7000': {
          state: 'Normal',
          status: 'Up',
          fqdn: 'localhost',
          address: '127.0.0.1',
          port: 7000,
          datacenter: 'dc1',
        },
      },
      writeReplicas: [EXAMPLE_RANGE],
      readReplicas: [EXAMPLE_RANGE],
    },
  },
});
