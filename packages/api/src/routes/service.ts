import { API, CHANGES, NO_CASSANDRA } from '@ringside/cluster-shapes';
import { serviceState } from '@ringside/operation-routes';
import { defineRoute, describeRoute, json, jsonBody } from '@ringside/route-kit';
import { healthAnswer } from './health.ts';

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
