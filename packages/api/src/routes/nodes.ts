import { API, NO_CASSANDRA, RINGSIDE_LOOKS } from '@ringside/cluster-shapes';
import { defineRoute, describeRoute, json, listOf, number, object, oneOf, optional, orNull, text } from '@ringside/route-kit';
import { alone } from './flags.ts';
import { count, portNumber, upOrDown } from './values.ts';
import { type NodeVerdict, nodeVerdict } from './verdict.ts';

/** One node of the ring, as this sidecar's Cassandra and all sidecars together see it. */
export interface NodeEntry {
  /** A UUID; null if not known. */
  readonly hostId: string | null;
  /** IP address at which other nodes reach it (`broadcast_address`), without brackets. */
  readonly address: string;
  /** Storage port. */
  readonly port: number;
  /** IP address at which clients reach it (`broadcast_rpc_address`), without brackets; null if gossip does not say. */
  readonly nativeAddress?: string | null;
  /** CQL port; null if gossip does not say. */
  readonly nativePort: number | null;
  /** As its snitch says; null if gossip does not tell. */
  readonly datacenter: string | null;
  /** Within `datacenter`; null if gossip does not tell. */
  readonly rack: string | null;
  /** The worst of all views that this sidecar has, its `verdict` included. */
  readonly status: 'Up' | 'Down' | '?';
  /** What it does with its tokens, as in `nodetool status`; `Normal` where it does nothing. */
  readonly state: 'Normal' | 'Joining' | 'Leaving' | 'Moving';
  /** Such as `88.49 KiB`, or `?`. */
  readonly load: string;
  /** `load` as a number of bytes; null where that is `?`. */
  readonly loadBytes: number | null;
  /** Fraction of the ring it is the primary replica of (0…1); null if it has no tokens. */
  readonly owns: number | null;
  /** How many tokens it has. */
  readonly tokens: number;
  /** Of Cassandra, such as `5.0.9`; null if gossip does not tell. */
  readonly releaseVersion: string | null;
  /** UUID of the schema it has: nodes that differ in it disagree on the schema; null if gossip does not tell. */
  readonly schemaVersion: string | null;
  /** The asked node's suspicion; null of itself and where it has none. */
  readonly phi: number | null;
  /** Where its sidecar is expected to listen. */
  readonly sidecarUrl: string;
  /** What all sidecars together know of it. */
  readonly verdict: NodeVerdict;
}

/** Every node of the ring. */
export interface NodesAnswer {
  /** In order of datacenter, rack and address. */
  readonly nodes: readonly NodeEntry[];
}

const told = {
  hostId: orNull(text()),
  address: text(),
  port: portNumber,
  nativePort: orNull(portNumber),
  datacenter: orNull(text()),
  rack: orNull(text()),
  status: upOrDown,
  state: oneOf('Normal', 'Joining', 'Leaving', 'Moving'),
  load: text(),
  loadBytes: orNull(number({ minimum: 0 })),
  owns: orNull(number({ minimum: 0, maximum: 1 })),
  tokens: count,
  releaseVersion: orNull(text()),
  schemaVersion: orNull(text()),
  phi: orNull(number()),
  sidecarUrl: text(),
  verdict: nodeVerdict,
};

// A peer of an earlier version does not tell its clients' address.
const nodeEntry = object(told, { nativeAddress: orNull(text()) });

/** Nodes: `GET /api/v1/cassandra/nodes`. */
export const nodes = defineRoute({
  ...RINGSIDE_LOOKS,
  id: 'nodes',
  path: `${API}/cassandra/nodes`,
  query: { alone: optional(alone) },
  answer: json<NodesAnswer>(object({ nodes: listOf(nodeEntry) })),
  statuses: NO_CASSANDRA,
  permission: 'RING:READ',
});

export const aboutNodes = describeRoute(nodes, {
  summary: 'Nodes',
  doc: 'Every node once, with a verdict. A node is Up only if every view that this sidecar has takes it for up, and no sidecar that can be heard says otherwise. Where the own node does not answer, the sidecar of another one is asked.',
  example: {
    answer: {
      nodes: [
        {
          hostId: '00000000-0000-4000-8000-000000000001',
          address: '127.0.0.1',
          port: 7000,
          nativeAddress: '127.0.0.1',
          nativePort: 9042,
          datacenter: 'dc1',
          rack: 'rack1',
          status: 'Up',
          state: 'Normal',
          load: '88.49 KiB',
          loadBytes: 90_614,
          owns: 0.333,
          tokens: 1,
          releaseVersion: '5.0.9',
          schemaVersion: '11111111-1111-4111-8111-111111111111',
          phi: null,
          sidecarUrl: 'http://127.0.0.1:9043',
          verdict: {
            state: 'up',
            sentence: 'up',
            evidence: [{ observer: '127.0.0.1:7000', kind: 'gossip', finding: 'up', ageMs: null, isCurrent: true }],
          },
        },
      ],
    },
  },
});
