import { errors } from '@ringside/core';
import {
  NEW_SNAPSHOT_TAG_RULE,
  parseConsistencyLevel,
  parseKeyspaceName,
  parseNewSnapshotTag,
  parseSnapshotTag,
  parseSnapshotTtl,
  parseTableName,
  SNAPSHOT_TAG_RULE,
  SNAPSHOT_TTL_RULE,
} from '@ringside/model';
import type { NamedType } from './command-spec.ts';

/** How a word becomes the value that a command sees, and what is told to who wrote another word. */
interface Reader {
  /** Undefined for a word that is none. */
  readonly read: (text: string) => string | undefined;
  /** To complete "--flag must be". */
  readonly expected: string;
  readonly remedy: string;
}

const SCHEMA = 'Write the name alone, exactly as the schema has it; ringside status lists the keyspaces.';

const READERS: Readonly<Record<NamedType, Reader>> = {
  keyspace: { read: parseKeyspaceName, expected: 'a name of at most 48 letters, digits and underscores', remedy: SCHEMA },
  table: { read: parseTableName, expected: 'a name of at most 222 letters, digits and underscores', remedy: SCHEMA },
  tag: { read: parseSnapshotTag, expected: 'the name of a snapshot', remedy: SNAPSHOT_TAG_RULE },
  'new-tag': { read: parseNewSnapshotTag, expected: 'a name that a snapshot can be given', remedy: NEW_SNAPSHOT_TAG_RULE },
  ttl: {
    read: (text) => (parseSnapshotTtl(text) === undefined ? undefined : text),
    expected: SNAPSHOT_TTL_RULE,
    remedy: 'Write it like 90s, 12h or 2d.',
  },
  consistency: { read: parseConsistencyLevel, expected: 'a consistency level', remedy: '' },
};

/**
 * Reads what names something. Double quotes around the name of a keyspace or a table, as in CQL, are left out; its case is kept with and without them.
 *
 * @param what the option or operand, for the message
 * @throws OpsError `INVALID_ARGUMENT`, `INVALID_CONSISTENCY_LEVEL`
 */
export function readNamed(type: NamedType, what: string, text: string): string {
  const { read, expected, remedy } = READERS[type];
  const value = read(text);
  if (value !== undefined) return value;
  throw errors.INVALID_ARGUMENT({
    message: `${what} must be ${expected}, not ${JSON.stringify(text)}`,
    remedy,
    details: { option: what, value: text },
  });
}
