/**
 * Names of keyspaces and tables. People and programs give the *exact* name, as the schema has it; over the wire it stands as in CQL,
 * where a name without double quotes is read as lower case.
 */

/** What needs no quotes in CQL to mean itself. */
const UNQUOTED = /^[a-z][a-z0-9_]{0,47}$/;

/** The longest name of a keyspace (`SchemaConstants.NAME_LENGTH`). */
export const MAX_KEYSPACE_LENGTH = 48;

/** The longest name of a table (`SchemaConstants.TABLE_NAME_LENGTH`): its folder's name ends in 33 more characters. Older versions take 48. */
export const MAX_TABLE_LENGTH = 222;

/**
 * The exact name that a person means: double quotes around it, as CQL writes them, are not part of it. It is never folded to lower case:
 * `MixKs` and `"MixKs"` mean the same.
 *
 * @returns `undefined` for what is not the name of anything: empty, too long, or with other characters than letters, digits and `_`
 */
export function exactName(text: string): string | undefined {
  const name = /^"(.*)"$/s.exec(text)?.[1] ?? text;
  return /^\w+$/.test(name) && name.length <= MAX_TABLE_LENGTH ? name : undefined;
}

/** How an exact name stands on the wire, and in CQL: in double quotes unless it means itself without. What has quotes already keeps them. */
export function nameOnWire(name: string): string {
  return UNQUOTED.test(name) || name.startsWith('"') ? name : `"${name}"`;
}

/** The exact name that a text on the wire means: in double quotes it is taken as it is, else it is lower case. The reverse of {@link nameOnWire}. */
export function nameFromWire(text: string): string {
  return text.startsWith('"') ? text.slice(1, -1) : text.toLowerCase();
}
