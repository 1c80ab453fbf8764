import { OpsError } from '@ringside/core';
import { askSidecar } from '../program/ask-sidecar.ts';
import type { CommandContext } from '../program/context.ts';

/**
 * The CQL types of a table's partition key, in order, from the schema that the sidecar knows.
 *
 * @throws OpsError `NOT_FOUND` when the keyspace has no such table
 */
export async function partitionKeyTypes(context: CommandContext, keyspace: string, table: string): Promise<readonly string[]> {
  const { schema } = await askSidecar(context, (client) => client.keyspaceSchema({ keyspace }, { signal: context.signal }));
  const types = parsePartitionKey(schema, table);
  if (types === undefined) throw new OpsError('NOT_FOUND', { message: `Keyspace "${keyspace}" has no table "${table}"` });
  return types;
}

/**
 * Reads the partition key's types out of the `CREATE TABLE` statement that `DESCRIBE` prints for a table.
 *
 * @param schema CQL text of a whole keyspace
 * @returns `undefined` when the table is not in it
 */
export function parsePartitionKey(schema: string, table: string): readonly string[] | undefined {
  const name = /^[a-z][a-z0-9_]*$/.test(table) ? table : `"${table.replaceAll('"', '""')}"`;
  const opening = new RegExp(`CREATE TABLE (?:IF NOT EXISTS )?(?:(?:"[^"]+"|\\w+)\\.)?${escapePattern(name)}\\s*\\(`, 'i').exec(schema);
  if (opening === null) return undefined;
  const parts = splitTopLevel(schema.slice(opening.index + opening[0].length));
  const columns = new Map(parts.flatMap((part) => columnOf(part)));
  const key = keyColumns(parts);
  const types = key.map((column) => columns.get(column));
  return types.every((type) => type !== undefined) && types.length > 0 ? types : undefined;
}

function columnOf(part: string): [string, string][] {
  const match = /^("(?:[^"]|"")+"|\w+)\s+(.+?)(?:\s+static|\s+primary\s+key)?(?:\s+mask\s.*)?$/is.exec(part);
  return match === null || /^primary\s+key/i.test(part) ? [] : [[match[1] ?? '', match[2] ?? '']];
}

/** `PRIMARY KEY ((a, b), c)`, `PRIMARY KEY (a, c)`, or the column that says `PRIMARY KEY` itself. */
function keyColumns(parts: readonly string[]): readonly string[] {
  const clause = parts.find((part) => /^primary\s+key\s*\(/i.test(part));
  if (clause === undefined) {
    const inline = parts.find((part) => /\sprimary\s+key$/i.test(part));
    return inline === undefined ? [] : [/^("(?:[^"]|"")+"|\w+)/.exec(inline)?.[1] ?? ''];
  }
  const [first = ''] = splitTopLevel(clause.slice(clause.indexOf('(') + 1));
  return first.startsWith('(') ? splitTopLevel(first.slice(1)) : [first];
}

/** Splits at commas outside of brackets, up to the bracket that closes what was opened before. */
function splitTopLevel(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quoted = false;
  let current = '';
  for (const character of text) {
    if (character === '"') quoted = !quoted;
    if (!quoted) {
      if (character === ')' && depth === 0) break;
      if (character === '(' || character === '<') depth += 1;
      if (character === ')' || character === '>') depth -= 1;
      if (character === ',' && depth === 0) {
        parts.push(current.trim());
        current = '';
        continue;
      }
    }
    current += character;
  }
  return [...parts, current.trim()].filter((part) => part !== '').map((part) => part.replaceAll(/\s+/g, ' '));
}

function escapePattern(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
