import { nameOfIdentifier } from './cql-identifier.ts';
import { required } from './required.ts';

/** The exact name of a keyspace, as the schema has it: case kept, no quotes. Only the functions of this package make one. */
export type KeyspaceName = string & { readonly brand: 'KeyspaceName' };

/** The exact name of a table or a materialized view, as the schema has it: case kept, no quotes. Only the functions of this package make one. */
export type TableName = string & { readonly brand: 'TableName' };

/** `SchemaConstants.NAME_LENGTH`. */
const KEYSPACE_LENGTH = 48;
/** `SchemaConstants.TABLE_NAME_LENGTH`: the name of its folder ends in 33 more characters. Versions before 5.0 take 48. */
const TABLE_LENGTH = 222;

/** What a keyspace can be called, in one sentence, for a person whose name was refused. */
export const KEYSPACE_NAME_RULE: string = `The name of a keyspace has 1 to ${KEYSPACE_LENGTH} letters, digits and underscores.`;

/** What a table can be called, in one sentence, for a person whose name was refused. */
export const TABLE_NAME_RULE: string = `The name of a table has 1 to ${TABLE_LENGTH} letters, digits and underscores.`;

/** The texts that {@link keyspaceOfIdentifier} reads, as a JSON schema has them. */
export const KEYSPACE_IDENTIFIER_PATTERN: string = identifierPattern(KEYSPACE_LENGTH);

/** The texts that {@link tableOfIdentifier} reads, as a JSON schema has them. */
export const TABLE_IDENTIFIER_PATTERN: string = identifierPattern(TABLE_LENGTH);

/**
 * Reads the name of a keyspace as a person gives it, who means it exactly: `MixKs` and `"MixKs"` are the same, and neither is `mixks`.
 *
 * @returns undefined for what no keyspace can be called
 */
export function parseKeyspaceName(text: string): KeyspaceName | undefined {
  return exact(text, KEYSPACE_LENGTH) as KeyspaceName | undefined;
}

/**
 * Reads the name of a table as a person gives it, who means it exactly: `AbC` and `"AbC"` are the same, and neither is `abc`.
 *
 * @returns undefined for what no table can be called
 */
export function parseTableName(text: string): TableName | undefined {
  return exact(text, TABLE_LENGTH) as TableName | undefined;
}

/**
 * Reads the name of a keyspace as it stands in CQL and over the wire, where only double quotes keep its case.
 *
 * @returns undefined for what names no keyspace
 */
export function keyspaceOfIdentifier(text: string): KeyspaceName | undefined {
  return IDENTIFIERS.keyspace.test(text) ? (nameOfIdentifier(text) as KeyspaceName) : undefined;
}

/**
 * Reads the name of a table as it stands in CQL and over the wire, where only double quotes keep its case.
 *
 * @returns undefined for what names no table
 */
export function tableOfIdentifier(text: string): TableName | undefined {
  return IDENTIFIERS.table.test(text) ? (nameOfIdentifier(text) as TableName) : undefined;
}

/* @__NO_SIDE_EFFECTS__ */
/**
 * The {@link parseKeyspaceName} of a text that has to be one, for a program that knows its keyspace.
 *
 * @throws OpsError `INVALID_ARGUMENT`
 */
export function keyspaceName(text: string): KeyspaceName {
  return required(parseKeyspaceName(text), text, KEYSPACE_NAME_RULE);
}

/* @__NO_SIDE_EFFECTS__ */
/**
 * The {@link parseTableName} of a text that has to be one, for a program that knows its table.
 *
 * @throws OpsError `INVALID_ARGUMENT`
 */
export function tableName(text: string): TableName {
  return required(parseTableName(text), text, TABLE_NAME_RULE);
}

/** A table with its keyspace. */
export interface QualifiedTable {
  /** The keyspace's exact name, case kept, without quotes. */
  readonly keyspace: KeyspaceName;
  /** The exact name of the table; also when `index` is there, as the index belongs to it. */
  readonly table: TableName;
  /** The name of one of its indexes that have a hidden table of their own. */
  readonly index?: string;
}

/**
 * Reads `keyspace.table` or `keyspace.table.index` as a person gives it, each name exact, with or without double quotes.
 *
 * @returns undefined for another text
 */
export function parseQualifiedTable(text: string): QualifiedTable | undefined {
  const [, keyspaceText = '', tableText = '', index] = /^("\w+"|\w+)\.("\w+"|\w+)(?:\.(\w+))?$/.exec(text) ?? [];
  const [keyspace, table] = [parseKeyspaceName(keyspaceText), parseTableName(tableText)];
  if (keyspace === undefined || table === undefined) return undefined;
  return { keyspace, table, ...(index !== undefined && { index }) };
}

function exact(text: string, longest: number): string | undefined {
  const name = /^"(.*)"$/s.exec(text)?.[1] ?? text;
  return /^\w+$/.test(name) && name.length <= longest ? name : undefined;
}

function identifierPattern(longest: number): string {
  return `^(?:[a-zA-Z][a-zA-Z0-9_]{0,${longest - 1}}|"[a-zA-Z_0-9]{1,${longest}}")$`;
}

const IDENTIFIERS = { keyspace: new RegExp(KEYSPACE_IDENTIFIER_PATTERN), table: new RegExp(TABLE_IDENTIFIER_PATTERN) };
