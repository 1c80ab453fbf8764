import {
  CONSISTENCY_LEVELS,
  KEYSPACE_IDENTIFIER_PATTERN,
  LOG_LEVELS,
  NEW_SNAPSHOT_TAG_PATTERN,
  NEW_SNAPSHOT_TAG_RULE,
  SNAPSHOT_TAG_PATTERN,
  SNAPSHOT_TTL_PATTERN,
  SYSTEM_KEYSPACES,
  TABLE_IDENTIFIER_PATTERN,
} from '@ringside/model';
import { type TSchema, Type } from 'typebox';
import type { Route } from '../routes.ts';

/**
 * Schemas of every path and query parameter by name, as texts: what comes over the wire has no other type. Names are checked in
 * full here; a keyspace or table is written as in CQL, in double quotes to keep its case.
 */
export const parameterSchemas: Readonly<Record<string, TSchema>> = {
  keyspace: Type.String({
    pattern: KEYSPACE_IDENTIFIER_PATTERN,
    description: 'Name of a keyspace, as in CQL: in double quotes to keep its case.',
  }),
  table: Type.String({
    pattern: TABLE_IDENTIFIER_PATTERN,
    description: 'Name of a table, as in CQL: in double quotes to keep its case.',
  }),
  snapshot: Type.String({
    pattern: SNAPSHOT_TAG_PATTERN,
    description: 'Name of a snapshot: anything a folder can be called but what has a line break.',
  }),
  tag: Type.String({
    pattern: SNAPSHOT_TAG_PATTERN,
    description: 'Name of a snapshot: anything a folder can be called but what has a line break.',
  }),
  instanceId: Type.String({ pattern: '^-?[0-9]{1,9}$', description: 'Id of the Cassandra instance, where the sidecar has several.' }),
  consistency: Type.String({ minLength: 1, description: 'A consistency level, such as LOCAL_QUORUM.' }),
  includeSecondaryIndexFiles: Type.String({ description: '`true` lists the files of secondary indexes too.' }),
  ttl: Type.String({
    pattern: SNAPSHOT_TTL_PATTERN,
    description: 'How long until Cassandra deletes the snapshot by itself, such as `2d`; at least 60 seconds, at most 24855 days.',
  }),
  logger: Type.String({
    pattern: '^[A-Za-z0-9_.$-]{1,255}$',
    description: 'Name of a logger, such as `org.apache.cassandra.gms`, or `ROOT`.',
  }),
  level: Type.Union(
    LOG_LEVELS.map((level) => Type.Literal(level)),
    { description: 'The level.' },
  ),
};

/**
 * Values of parameters that are read more generously than a schema could say (in either case, with a near miss named when refused); the
 * OpenAPI document lists them.
 */
export const DOCUMENTED_VALUES: Readonly<Record<string, readonly string[]>> = {
  consistency: CONSISTENCY_LEVELS,
};

/** Keyspaces of Cassandra and of Apache's sidecar themselves, which Apache's routes keep out of bounds. */
export const FORBIDDEN_KEYSPACES: readonly string[] = ['sidecar_internal', ...SYSTEM_KEYSPACES];

/** Query parameters of a route that need another one. */
export const DEPENDENT_QUERY: Readonly<Record<string, readonly string[]>> = { table: ['keyspace'] };

/** Query parameters that a route cannot do without. */
export const REQUIRED_QUERY: ReadonlySet<string> = new Set(['logger', 'level']);

const newTag = Type.String({ pattern: NEW_SNAPSHOT_TAG_PATTERN, description: `Name of the snapshot. ${NEW_SNAPSHOT_TAG_RULE}` });

/** The schema of a parameter of a route; `undefined` if it has none of that name. What a snapshot can be called is narrower where one is taken. */
export function parameterSchema({ method }: Route, name: string): TSchema | undefined {
  return method === 'PUT' && (name === 'tag' || name === 'snapshot') ? newTag : parameterSchemas[name];
}
