import { API, APACHE_LOOKS, NO_ANSWER, NO_CASSANDRA } from '@ringside/cluster-shapes';
import { defineRoute, describeRoute, integer, json, object, oneOf, type Schema } from '@ringside/route-kit';

/** Answer of the health routes, and of those that switch something on or off; `NOT_OK` comes with status 503. */
export interface HealthAnswer {
  /** `OK` when what was asked about answers. */
  readonly status: 'OK' | 'NOT_OK';
}

export const healthAnswer: Schema<HealthAnswer> = object({ status: oneOf('OK', 'NOT_OK') });

/** Health of the sidecar: `GET /api/v1/__health`. */
export const health = defineRoute({
  ...APACHE_LOOKS,
  id: 'health',
  path: `${API}/__health`,
  asksCassandra: false,
  answer: json(healthAnswer),
  permission: 'none',
});

export const aboutHealth = describeRoute(health, {
  summary: 'Health of the sidecar',
  doc: 'Says that the sidecar itself answers; Cassandra is not asked.',
  example: { answer: { status: 'OK' } },
});

/** Health of CQL: `GET /api/v1/cassandra/native/__health`. */
export const nativeHealth = defineRoute({
  ...APACHE_LOOKS,
  id: 'nativeHealth',
  path: `${API}/cassandra/native/__health`,
  aliases: [`${API}/cassandra/__health`],
  answer: json(healthAnswer, [503]),
  statuses: { 503: { when: 'Cassandra does not answer CQL', errors: NO_ANSWER } },
  permission: 'none',
});

export const aboutNativeHealth = describeRoute(nativeHealth, {
  summary: 'Health of CQL',
  doc: 'Says whether Cassandra answers a CQL query.',
  example: { answer: { status: 'OK' } },
});

/** Health of the management interface: `GET /api/v1/cassandra/jmx/__health`. */
export const jmxHealth = defineRoute({
  ...APACHE_LOOKS,
  id: 'jmxHealth',
  path: `${API}/cassandra/jmx/__health`,
  answer: json(healthAnswer, [503]),
  statuses: { 503: { when: 'The management interface does not answer', errors: NO_ANSWER } },
  permission: 'none',
});

export const aboutJmxHealth = describeRoute(jmxHealth, {
  summary: 'Health of the management interface',
  doc: 'Says whether Cassandra answers over its management interface.',
  example: { answer: { status: 'OK' } },
});

/** Health of gossip: `GET /api/v1/cassandra/gossip/__health`. */
export const gossipHealth = defineRoute({
  ...APACHE_LOOKS,
  id: 'gossipHealth',
  path: `${API}/cassandra/gossip/__health`,
  answer: json(healthAnswer),
  statuses: NO_CASSANDRA,
  permission: 'none',
});

export const aboutGossipHealth = describeRoute(gossipHealth, {
  summary: 'Health of gossip',
  doc: 'Says whether the node takes part in gossip. Where it does not, the status is 200 all the same, and the body says `NOT_OK`.',
  example: { answer: { status: 'OK' } },
});

/** The sidecar's clock. */
export interface TimeSkewAnswer {
  /** Milliseconds since 1970. */
  readonly currentTime: number;
  /** How far a client’s clock may differ from `currentTime`; 60 unless configured (Apache’s `allowable_time_skew_in_minutes`). */
  readonly allowableSkewInMinutes: number;
}

/** Clock of the sidecar: `GET /api/v1/time-skew`. */
export const timeSkew = defineRoute({
  ...APACHE_LOOKS,
  id: 'timeSkew',
  path: `${API}/time-skew`,
  asksCassandra: false,
  answer: json<TimeSkewAnswer>(object({ currentTime: integer({ minimum: 0 }), allowableSkewInMinutes: integer({ minimum: 0 }) })),
  permission: 'none',
});

export const aboutTimeSkew = describeRoute(timeSkew, {
  summary: 'Clock of the sidecar',
  doc: 'The wall clock of the machine, to compare with one’s own.',
  example: { answer: { currentTime: 1_764_288_000_000, allowableSkewInMinutes: 60 } },
});
