import { API, RINGSIDE_LOOKS } from '@ringside/cluster-shapes';
import {
  defineRoute,
  describeRoute,
  events,
  integer,
  json,
  listOf,
  number,
  object,
  oneOf,
  optional,
  parameter,
  text,
} from '@ringside/route-kit';

/** One thing that one sidecar saw. A later one of the same observer, kind and node replaces it. */
export interface ObservationEntry {
  /** The sidecar that saw it, called by the endpoint of its (first) node, `address:port`. */
  readonly observer: string;
  /** The node that it is about, `address:port`. */
  readonly about: string;
  /** What was looked at: the observer’s own `node`, a `peer` whose sidecar it listens to, or what the `gossip` of its node says. */
  readonly kind: 'node' | 'peer' | 'gossip';
  /** What was seen, such as `up`, `ended` or `unreachable`. */
  readonly finding: string;
  /** Which life of the observer it is from: grows with each. */
  readonly epoch: number;
  /** Which of its observations in that life it is: grows with each. */
  readonly sequence: number;
  /** For how long it has been so: an age, so that no two machines’ clocks are ever compared. */
  readonly ageMs: number;
}

/** What a sidecar knows. */
export interface ObservationsAnswer {
  /** To be given as `after` next time. */
  readonly cursor: string;
  /** Whose answer it is, called as in `ObservationEntry`; left out until it knows, and where it does not watch. */
  readonly observer?: string;
  /** Which life of it the answer is from; left out with `observer`. */
  readonly epoch?: number;
  /** Those that came after the cursor that was given; all without one. */
  readonly observations: readonly ObservationEntry[];
}

/** Something new about nodes. */
export interface ObservationsEvent {
  /** As in {@link ObservationsAnswer}. */
  readonly cursor: string;
  /** The nodes that something new is known of, `address:port`; at first all that anything is known of. */
  readonly about: readonly string[];
}

const CURSOR = /^[0-9]{1,16}-[0-9]{1,16}$/;
const LONGEST_WAIT_MS = 5_000;

const after = optional(
  parameter({
    doc: 'The cursor of an earlier answer: only what came since is told. One of an earlier life of the sidecar counts as none.',
    schema: text({ pattern: CURSOR.source }),
    read: (cursor: string) => (CURSOR.test(cursor) ? cursor : undefined),
  }),
);

const waitMs = optional(
  parameter({
    doc: `How long to wait for something new, in milliseconds, up to ${LONGEST_WAIT_MS}; 0 by default.`,
    schema: text({ pattern: '^(?:[0-4]?[0-9]{1,3}|5000)$' }),
    read: (span: string) => (/^(?:[0-4]?[0-9]{1,3}|5000)$/.test(span) ? Number(span) : undefined),
  }),
);

const observation = object({
  observer: text(),
  about: text(),
  kind: oneOf('node', 'peer', 'gossip'),
  finding: text(),
  epoch: integer({ minimum: 0 }),
  sequence: integer({ minimum: 0 }),
  ageMs: number({ minimum: 0 }),
});

/** What a sidecar knows of nodes, for other sidecars: `GET /api/v1/cassandra/observations`. */
export const observations = defineRoute({
  ...RINGSIDE_LOOKS,
  id: 'observations',
  path: `${API}/cassandra/observations`,
  asksCassandra: false,
  query: { after, waitMs },
  answer: json<ObservationsAnswer>(
    object(
      { cursor: text({ pattern: CURSOR.source }), observations: listOf(observation) },
      { observer: text(), epoch: integer({ minimum: 0 }) },
    ),
  ),
  permission: 'RING:READ',
});

export const aboutObservations = describeRoute(observations, {
  summary: 'What the sidecars see of nodes',
  doc: 'What this sidecar saw of its own node, and heard of others: what verdicts are made from. Sidecars ask each other for it twice a second.',
  example: { answer: { cursor: '1764430000000-0', observer: '10.0.0.1:7000', epoch: 1_764_430_000_000, observations: [] } },
});

/** Tells when something new is known of nodes: `GET /api/v1/cassandra/observations/events`. */
export const observationEvents = defineRoute({
  ...RINGSIDE_LOOKS,
  id: 'observationEvents',
  path: `${API}/cassandra/observations/events`,
  asksCassandra: false,
  answer: events<ObservationsEvent>(object({ cursor: text({ pattern: CURSOR.source }), about: listOf(text()) })),
  permission: 'RING:READ',
});

export const aboutObservationEvents = describeRoute(observationEvents, {
  summary: 'News of nodes',
  doc: 'Server-sent events: one at once, and one whenever this sidecar sees or hears something new of a node. They say of which; what it is now, the other routes tell. The dashboard listens to them.',
  example: { answer: { cursor: '0-0', about: [] } },
});
