import { CONSISTENCY_LEVELS, LOG_LEVELS, SYSTEM_KEYSPACES } from '@ringside/model';
import { type TSchema, Type } from 'typebox';
import type { Route } from '../routes.ts';
import { NEW_TAG_PATTERN, NEW_TAG_RULE } from '../snapshot-tag.ts';

/**
 * Schemas of every path and query parameter by name, as texts: what comes over the wire has no other type. Names are checked in
 * full here; a keyspace or table is written as in CQL, in double quotes to keep its case.
 */
export const parameterSchemas: Readonly<Record<string, TSchema>> = {
  keyspace: Type.String({
    pattern: '^(?:[a-zA-Z][a-zA-Z0-9_]{0,47}|"[a-zA-Z_0-9]{1,48}")$',
    description: 'Name of a keyspace, as in CQL: in double quotes to keep its case.',
  }),
  table: Type.String({
    pattern: '^(?:[a-zA-Z][a-zA-Z0-9_]{0,221}|"[a-zA-Z_0-9]{1,222}")$',
    description: 'Name of a table, as in CQL: in double quotes to keep its case.',
  }),
  snapshot: Type.String({
    pattern: '^(?!\\.{1,2}$)[^/\\u0000]{1,255}$',
    description: 'Name of a snapshot: anything a folder can be called.',
  }),
  tag: Type.String({ pattern: '^(?!\\.{1,2}$)[^/\\u0000]{1,255}$', description: 'Name of a snapshot: anything a folder can be called.' }),
  instanceId: Type.String({ pattern: '^-?[0-9]{1,9}$', description: 'Id of the Cassandra instance, where the sidecar has several.' }),
  consistency: Type.String({ minLength: 1, description: 'A consistency level, such as LOCAL_QUORUM.' }),
  includeSecondaryIndexFiles: Type.String({ description: '`true` lists the files of secondary indexes too.' }),
  ttl: Type.String({
    // From 60 seconds up to what Cassandra can count, 2^31 - 1 seconds.
    pattern: '^0{0,5}(?:[1-9][0-9]{0,3}d|[1-9][0-9]{0,4}h|[1-9][0-9]{0,6}m|(?:[6-9][0-9]|[1-9][0-9]{2,8})s)$',
    description: 'How long until Cassandra deletes the snapshot by itself, such as `2d`; at least 60 seconds, at most 9999 days.',
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

const newTag = Type.String({ pattern: NEW_TAG_PATTERN, description: `Name of the snapshot. ${NEW_TAG_RULE}` });

/** The schema of a parameter of a route; `undefined` if it has none of that name. What a snapshot can be called is narrower where one is taken. */
export function parameterSchema({ method }: Route, name: string): TSchema | undefined {
  return method === 'PUT' && (name === 'tag' || name === 'snapshot') ? newTag : parameterSchemas[name];
}
