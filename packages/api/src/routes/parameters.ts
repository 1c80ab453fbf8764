import { errors } from '@ringside/core';
import {
  CONSISTENCY_LEVELS,
  type ConsistencyLevel,
  cqlIdentifier,
  isLogLevel,
  KEYSPACE_IDENTIFIER_PATTERN,
  KEYSPACE_NAME_RULE,
  type KeyspaceName,
  keyspaceOfIdentifier,
  LOG_LEVELS,
  type LogLevel,
  NEW_SNAPSHOT_TAG_PATTERN,
  NEW_SNAPSHOT_TAG_RULE,
  type NewSnapshotTag,
  parseConsistencyLevel,
  parseNewSnapshotTag,
  parseSnapshotTag,
  parseSnapshotTtl,
  SNAPSHOT_TAG_PATTERN,
  SNAPSHOT_TAG_RULE,
  SNAPSHOT_TTL_PATTERN,
  SNAPSHOT_TTL_RULE,
  type SnapshotTag,
  SYSTEM_KEYSPACES,
  TABLE_IDENTIFIER_PATTERN,
  TABLE_NAME_RULE,
  type TableName,
  tableOfIdentifier,
} from '@ringside/model';
import { matching, oneOf, type Parameter, parameter, text } from '@ringside/route-kit';

/** A keyspace. */
export const keyspace: Parameter<KeyspaceName, KeyspaceName, true> = parameter({
  doc: 'Name of a keyspace, as in CQL: in double quotes to keep its case.',
  schema: text({ pattern: KEYSPACE_IDENTIFIER_PATTERN }),
  read: keyspaceOfIdentifier,
  write: cqlIdentifier,
  rule: `${KEYSPACE_NAME_RULE} Double quotes keep its case.`,
});

/** Keyspaces of Cassandra and of Apache's sidecar themselves, which Apache's routes keep out of bounds. */
const FORBIDDEN_KEYSPACES: readonly string[] = ['sidecar_internal', ...SYSTEM_KEYSPACES];

/** A keyspace of the users, which is all that Apache's routes serve. */
export const userKeyspace: Parameter<KeyspaceName, KeyspaceName, true> = parameter({
  ...keyspace,
  schema: text({ pattern: KEYSPACE_IDENTIFIER_PATTERN, not: { enum: FORBIDDEN_KEYSPACES } }),
  differs: true,
  read: (name) => {
    const read = keyspaceOfIdentifier(name);
    if (read !== undefined && FORBIDDEN_KEYSPACES.includes(read.toLowerCase()))
      throw errors.FORBIDDEN({
        message: `Keyspace ${read} is not served here`,
        remedy: 'Use another keyspace; those of the system are out of bounds.',
      });
    return read;
  },
  statuses: { 403: { when: 'A keyspace of Cassandra itself; or a web page of another origin asked', errors: ['FORBIDDEN'] } },
});

/** A table of a keyspace. */
export const table: Parameter<TableName, TableName, true> = parameter({
  doc: 'Name of a table, as in CQL: in double quotes to keep its case.',
  schema: text({ pattern: TABLE_IDENTIFIER_PATTERN }),
  read: tableOfIdentifier,
  write: cqlIdentifier,
  rule: `${TABLE_NAME_RULE} Double quotes keep its case.`,
});

/** A snapshot that may be there. */
export const snapshotTag: Parameter<SnapshotTag, SnapshotTag, true> = parameter({
  doc: 'Name of a snapshot: anything a folder can be called but what has a line break.',
  schema: text({ pattern: SNAPSHOT_TAG_PATTERN }),
  read: parseSnapshotTag,
  rule: SNAPSHOT_TAG_RULE,
});

/** A snapshot that is to be taken; what it can be called is narrower. */
export const newSnapshotTag: Parameter<NewSnapshotTag, NewSnapshotTag, true> = parameter({
  doc: `Name of the snapshot. ${NEW_SNAPSHOT_TAG_RULE}`,
  schema: text({ pattern: NEW_SNAPSHOT_TAG_PATTERN }),
  read: parseNewSnapshotTag,
  rule: NEW_SNAPSHOT_TAG_RULE,
});

/** How long a snapshot is kept: a text such as `2d`, read as milliseconds. */
export const snapshotTtl: Parameter<string, number, true> = parameter({
  doc: 'How long until Cassandra deletes the snapshot by itself, such as `2d`; at least 60 seconds, at most 24855 days.',
  schema: text({ pattern: SNAPSHOT_TTL_PATTERN }),
  read: parseSnapshotTtl,
  rule: `It must be ${SNAPSHOT_TTL_RULE}.`,
});

/** A consistency level, in either case; a near miss is named when it is refused. */
export const consistencyLevel: Parameter<ConsistencyLevel, ConsistencyLevel, true> = parameter({
  doc: 'A consistency level, such as LOCAL_QUORUM.',
  schema: oneOf(...CONSISTENCY_LEVELS),
  differs: true,
  read: (level) => (level === '' ? undefined : parseConsistencyLevel(level)),
});

const LOGGER = /^[A-Za-z0-9_.$-]{1,255}$/;

/** The name of a logger. */
export const logger: Parameter<string, string, true> = parameter({
  doc: 'Name of a logger, such as `org.apache.cassandra.gms`, or `ROOT`.',
  schema: text({ pattern: LOGGER.source }),
  read: matching(LOGGER),
});

/** The level of a logger. */
export const logLevel: Parameter<LogLevel, LogLevel, true> = parameter({
  doc: 'The level.',
  schema: oneOf(...LOG_LEVELS),
  read: (level) => (isLogLevel(level) ? level : undefined),
});

const HEXADECIMAL = /^(?:[0-9A-Fa-f]{2})+$/;

/** A partition key as Cassandra serializes it. */
export const partitionKeyBytes: Parameter<Uint8Array, Uint8Array, true> = parameter({
  doc: 'The partition key as Cassandra serializes it, in hexadecimal digits; of several columns each with its length, as in a routing key.',
  schema: text({ pattern: HEXADECIMAL.source }),
  read: (digits) =>
    HEXADECIMAL.test(digits) ? Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)) : undefined,
  write: (key) => Array.from(key, (byte) => byte.toString(16).padStart(2, '0')).join(''),
  rule: 'Two hexadecimal digits for each byte.',
});
