const KEYWORDS: readonly string[] =
  `ALTER APPLY BATCH BEGIN CAPTURE CONSISTENCY CREATE DELETE DESCRIBE DROP EXIT EXPAND FROM GRANT HELP IF INDEX INSERT INTO KEYSPACE LIMIT LIST LOGIN
MATERIALIZED ORDER BY PAGING PRIMARY KEY REVOKE ROLE SELECT SERIAL SET SHOW SOURCE TABLE TRACING TRUNCATE TYPE UNLOGGED UPDATE USE USING
VALUES VIEW WHERE WITH ALLOW FILTERING AND OFF ON TTL TIMESTAMP`.split(/\s+/);

/**
 * What may stand in place of the word at the end of a line: keywords, and names of the schema.
 *
 * @param names keyspaces, `keyspace.table`, and the tables of the keyspace in use
 * @returns the words, and the part of the line that they replace, as readline wants it
 */
export function completions(line: string, names: readonly string[]): [string[], string] {
  const [word = ''] = /[\w."]*$/.exec(line) ?? [];
  if (word === '') return [[], word];
  const isLower = word === word.toLowerCase();
  const keywords = KEYWORDS.filter((keyword) => keyword.startsWith(word.toUpperCase())).map((keyword) =>
    isLower ? keyword.toLowerCase() : keyword,
  );
  const found = names.filter((name) => name.startsWith(word));
  const all = [...new Set([...found, ...keywords])].toSorted();
  return [all.length === 1 && found.length === 0 ? [`${all[0]} `] : all, word];
}
