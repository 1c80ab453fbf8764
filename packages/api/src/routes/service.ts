import { defineRoute, describeRoute, json, jsonBody, object, type Schema, text } from '@ringside/route-kit';
import { API, CHANGES, NO_CASSANDRA } from './common.ts';
import { healthAnswer } from './health.ts';

/** What is to become of a part of a node. */
export interface ServiceState {
  /** `start` or `stop`, in any case. */
  readonly state: string;
}

const serviceState: Schema<ServiceState> = object({
  state: text({ pattern: '^(?:[Ss][Tt][Aa][Rr][Tt]|[Ss][Tt][Oo][Pp])$', description: '`start` or `stop`, in any case.' }),
});

const SWITCHES = {
  ...CHANGES,
  audit: 'body',
  origin: 'apache',
  body: jsonBody(serviceState),
  answer: json(healthAnswer),
  statuses: NO_CASSANDRA,
} as const;

/** Start or stop gossip: `PUT /api/v1/cassandra/gossip`. */
export const setGossip = defineRoute({ ...SWITCHES, id: 'setGossip', path: `${API}/cassandra/gossip`, permission: 'GOSSIP:MODIFY' });

export const aboutSetGossip = describeRoute(setGossip, {
  summary: 'Start or stop gossip',
  doc: 'A node that leaves gossip is soon considered down by its peers. Only a node in mode `NORMAL` may leave it. Nothing happens if it is as asked already.',
  example: { body: { state: 'start' }, answer: { status: 'OK' } },
});

/** Start or stop CQL: `PUT /api/v1/cassandra/native`. */
export const setNative = defineRoute({ ...SWITCHES, id: 'setNative', path: `${API}/cassandra/native`, permission: 'NATIVE:MODIFY' });

export const aboutSetNative = describeRoute(setNative, {
  summary: 'Start or stop CQL',
  doc: 'Opens the CQL port, or closes it and the connections of all clients. A drained node refuses. Nothing happens if it is as asked already.',
  example: { body: { state: 'start' }, answer: { status: 'OK' } },
});
