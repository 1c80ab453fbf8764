/**
 * Words that CQL reads as themselves wherever a name could stand (`reserved_keywords.txt`, the same in Cassandra 5.0 and 6.0): a table may be
 * called so, and then has to be quoted.
 */
const RESERVED: ReadonlySet<string> = new Set(
  `add allow alter and apply asc authorize batch begin by columnfamily create delete desc describe drop entries execute from full grant if in index
infinity insert into is keyspace limit materialized modify nan norecursive not null of on or order primary rename revoke schema select set table to
token truncate unlogged update use using view where with`.split(/\s/),
);

/**
 * Writes any name as CQL has to have it: as it is where that means the same, else in double quotes (`ColumnIdentifier.maybeQuote`).
 *
 * @example
 * ```ts
 * cqlIdentifier('orders'); // orders
 * cqlIdentifier('MixKs'); // "MixKs"
 * cqlIdentifier('select'); // "select"
 * ```
 */
export function cqlIdentifier(name: string): string {
  return /^[a-z][a-z0-9_]*$/.test(name) && !RESERVED.has(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

/**
 * The name that an identifier of CQL means: lower case, unless it is in double quotes. The reverse of {@link cqlIdentifier}; whether the text is an
 * identifier at all is not checked.
 */
export function nameOfIdentifier(text: string): string {
  return /^".*"$/s.test(text) ? text.slice(1, -1).replaceAll('""', '"') : text.toLowerCase();
}
