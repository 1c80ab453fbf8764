/**
 * Names, addresses, levels and tags of Cassandra: each is read and written in one place, and travels as a type of its own. Pure: it runs in a
 * browser.
 *
 * @packageDocumentation
 */
export { parseKeyspaceLevel, parseLevels } from './keyspace-level.ts';
export { CONSISTENCY_LEVELS, type ConsistencyLevel, isDatacenterLocal, parseConsistencyLevel } from './consistency-level.ts';
export { cqlIdentifier, nameOfIdentifier } from './cql-identifier.ts';
export { type EndpointAddress, type EndpointParts, formatEndpoint, parseEndpoint, withoutHostName } from './endpoint-address.ts';
export { modelErrors } from './errors.ts';
export { isLogLevel, LOG_LEVELS, type LogLevel } from './log-level.ts';
export { isLoopbackAddress, isLoopbackHost } from './loopback.ts';
export {
  KEYSPACE_IDENTIFIER_PATTERN,
  KEYSPACE_NAME_RULE,
  keyspaceName,
  type KeyspaceName,
  keyspaceOfIdentifier,
  parseKeyspaceName,
  parseQualifiedTable,
  parseTableName,
  type QualifiedTable,
  TABLE_IDENTIFIER_PATTERN,
  TABLE_NAME_RULE,
  tableName,
  type TableName,
  tableOfIdentifier,
} from './names.ts';
export {
  NEW_SNAPSHOT_TAG_PATTERN,
  NEW_SNAPSHOT_TAG_RULE,
  newSnapshotTag,
  type NewSnapshotTag,
  parseNewSnapshotTag,
  parseSnapshotTag,
  SNAPSHOT_TAG_PATTERN,
  SNAPSHOT_TAG_RULE,
  snapshotTag,
  type SnapshotTag,
} from './snapshot-tag.ts';
export { isSnapshotTtl, parseSnapshotTtl, SNAPSHOT_TTL_PATTERN, SNAPSHOT_TTL_RULE } from './snapshot-ttl.ts';
export { isSystemKeyspace, SYSTEM_KEYSPACES } from './system-keyspaces.ts';
