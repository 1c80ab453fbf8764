/**
 * Schemas of what goes over the wire, by route. They need TypeBox at run time; the server, the OpenAPI document and tests use
 * them, a client need not.
 *
 * @packageDocumentation
 */
import type { RouteBody } from '../route-types.ts';
import type { RouteId } from '../routes.ts';
import {
  gossipAnswer,
  healthAnswer,
  resultAnswer,
  ringAnswer,
  schemaAnswer,
  settingsAnswer,
  snapshotFilesAnswer,
  timeSkewAnswer,
  tokenRangeReplicasAnswer,
} from './answers-apache.ts';
import {
  availabilityAnswer,
  clearSnapshotAnswer,
  compactionsAnswer,
  drainAnswer,
  loggingLevelsAnswer,
  metricsAnswer,
  nodesAnswer,
  openApiAnswer,
  partitionKeyAnswer,
  snapshotsAnswer,
  streamsAnswer,
} from './answers-ringside.ts';
import type { SchemaFor } from './schema-for.ts';

export { errorAnswer } from './answers-apache.ts';
export {
  DEPENDENT_QUERY,
  DOCUMENTED_VALUES,
  FORBIDDEN_KEYSPACES,
  parameterSchema,
  parameterSchemas,
  REQUIRED_QUERY,
} from './parameters.ts';
export type { SchemaFor } from './schema-for.ts';

/** Schema of every route's answer to a successful request; `undefined` for an empty body. */
export const answerSchemas: { readonly [Id in RouteId]: undefined extends RouteBody<Id> ? undefined : SchemaFor<RouteBody<Id>> } = {
  availability: availabilityAnswer,
  clearSnapshot: clearSnapshotAnswer,
  clearTableSnapshot: undefined,
  compactions: compactionsAnswer,
  createSnapshot: resultAnswer,
  createTableSnapshot: resultAnswer,
  drain: drainAnswer,
  gossip: gossipAnswer,
  health: healthAnswer,
  jmxHealth: healthAnswer,
  keyspaceRing: ringAnswer,
  keyspaceSchema: schemaAnswer,
  listSnapshotFiles: snapshotFilesAnswer,
  loggingLevels: loggingLevelsAnswer,
  metrics: metricsAnswer,
  nativeHealth: healthAnswer,
  nodes: nodesAnswer,
  openApi: openApiAnswer,
  partitionKey: partitionKeyAnswer,
  ring: ringAnswer,
  schema: schemaAnswer,
  setLoggingLevel: loggingLevelsAnswer,
  settings: settingsAnswer,
  snapshots: snapshotsAnswer,
  streams: streamsAnswer,
  timeSkew: timeSkewAnswer,
  tokenRangeReplicas: tokenRangeReplicasAnswer,
};
