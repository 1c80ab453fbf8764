import type { Route } from '@ringside/api';
import { parameterSchema } from '@ringside/api/schemas';
import { OpsError } from '@ringside/core';
import {
  KEYSPACE_NAME_RULE,
  keyspaceOfIdentifier,
  NEW_SNAPSHOT_TAG_RULE,
  parseConsistencyLevel,
  parseNewSnapshotTag,
  parseSnapshotTag,
  parseSnapshotTtl,
  SNAPSHOT_TAG_RULE,
  SNAPSHOT_TTL_RULE,
  TABLE_NAME_RULE,
  tableOfIdentifier,
} from '@ringside/model';
import { Check } from 'typebox/schema';

/** How the text of a parameter becomes its value, and what is told to who wrote another text. */
interface Reader {
  /** Undefined for a text that is none. */
  readonly read: (text: string) => unknown;
  readonly rule?: string;
}

const TAG: Reader = { read: parseSnapshotTag, rule: SNAPSHOT_TAG_RULE };
const NEW_TAG: Reader = { read: parseNewSnapshotTag, rule: NEW_SNAPSHOT_TAG_RULE };

/** Readers of the parameters that are more than a text; a text is checked by its schema. */
const READERS: Readonly<Record<string, Reader>> = {
  keyspace: { read: keyspaceOfIdentifier, rule: `${KEYSPACE_NAME_RULE} Double quotes keep its case.` },
  table: { read: tableOfIdentifier, rule: `${TABLE_NAME_RULE} Double quotes keep its case.` },
  snapshot: TAG,
  tag: TAG,
  ttl: { read: parseSnapshotTtl, rule: `It must be ${SNAPSHOT_TTL_RULE}.` },
  consistency: { read: (text) => (text === '' ? undefined : parseConsistencyLevel(text)) },
  includeSecondaryIndexFiles: { read: (text) => text.toLowerCase() === 'true' },
};

/**
 * The value of a route's parameter.
 *
 * @throws OpsError `INVALID_ARGUMENT`, `INVALID_CONSISTENCY_LEVEL`
 */
export function readParameter(route: Route, name: string, given: unknown): unknown {
  const { read, rule } = readerOf(route, name);
  const value = typeof given === 'string' ? read(given) : undefined;
  if (value !== undefined) return value;
  throw new OpsError('INVALID_ARGUMENT', {
    message: `${JSON.stringify(given).slice(0, MOST_SHOWN)} is not a valid ${name}`,
    ...(rule !== undefined && { remedy: rule }),
    details: { parameter: name },
  });
}

const MOST_SHOWN = 80;

/** What a snapshot can be called is narrower where one is taken. */
function readerOf(route: Route, name: string): Reader {
  const reader = READERS[name];
  if (reader === TAG && route.method === 'PUT') return NEW_TAG;
  return reader ?? { read: (text) => textOf(route, name, text) };
}

function textOf(route: Route, name: string, text: string): string | number | undefined {
  const schema = parameterSchema(route, name);
  if (schema === undefined || !Check(schema, text)) return undefined;
  return name === 'instanceId' ? Number(text) : text;
}
