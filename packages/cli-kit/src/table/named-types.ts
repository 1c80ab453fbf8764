import { errors } from '@ringside/core';
import {
  type ConsistencyLevel,
  type KeyspaceName,
  NEW_SNAPSHOT_TAG_RULE,
  type NewSnapshotTag,
  parseConsistencyLevel,
  parseKeyspaceName,
  parseNewSnapshotTag,
  parseSnapshotTag,
  parseSnapshotTtl,
  parseTableName,
  SNAPSHOT_TAG_RULE,
  SNAPSHOT_TTL_RULE,
  type SnapshotTag,
  type TableName,
} from '@ringside/model';
import type { ValueType, ValueTypeName } from './value-type.ts';

/** What reads a word as what it names, and what is told to who wrote another word. */
interface Reader<Value> {
  /** Undefined for a word that is none. */
  readonly read: (word: string) => Value | undefined;
  /** To complete "--flag must be". */
  readonly expected: string;
  readonly remedy: string;
}

const SCHEMA = 'Write the name alone, exactly as the schema has it; ringside status lists the keyspaces.';

/** A keyspace. Double quotes around its name, as in CQL, are left out; its case is kept with and without them. */
export const keyspaceName: ValueType<KeyspaceName> = named('keyspace', {
  read: parseKeyspaceName,
  expected: 'a name of at most 48 letters, digits and underscores',
  remedy: SCHEMA,
});

/** A table; read as {@link keyspaceName} is. */
export const tableName: ValueType<TableName> = named('table', {
  read: parseTableName,
  expected: 'a name of at most 222 letters, digits and underscores',
  remedy: SCHEMA,
});

/** The tag of a snapshot that may be there. */
export const snapshotTag: ValueType<SnapshotTag> = named('tag', {
  read: parseSnapshotTag,
  expected: 'the name of a snapshot',
  remedy: SNAPSHOT_TAG_RULE,
});

/** The tag of a snapshot that is to be taken. */
export const newSnapshotTag: ValueType<NewSnapshotTag> = named('new-tag', {
  read: parseNewSnapshotTag,
  expected: 'a name that a snapshot can be given',
  remedy: NEW_SNAPSHOT_TAG_RULE,
});

/** How long a snapshot is kept: checked, and sent as it was written. */
export const snapshotTtl: ValueType<string> = named('ttl', {
  read: (word) => (parseSnapshotTtl(word) === undefined ? undefined : word),
  expected: SNAPSHOT_TTL_RULE,
  remedy: 'Write it like 90s, 12h or 2d.',
});

/** A consistency level, in any case. */
export const consistencyLevel: ValueType<ConsistencyLevel> = { name: 'consistency', read: parseConsistencyLevel };

function named<Value>(name: ValueTypeName, { read, expected, remedy }: Reader<Value>): ValueType<Value> {
  return {
    name,
    read(word, what) {
      const value = read(word);
      if (value !== undefined) return value;
      throw errors.INVALID_ARGUMENT({
        message: `${what} must be ${expected}, not ${JSON.stringify(word)}`,
        remedy,
        details: { option: what, value: word },
      });
    },
  };
}
