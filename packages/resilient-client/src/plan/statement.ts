import { remembered } from './remembered.ts';

/** What the text of a statement says about itself. */
export interface StatementInfo {
  /** Its first word as it is written, such as `SELECT`; `BATCH` for one that begins with `BEGIN`. */
  readonly operation: string;
  /** The keyspace, where the name of the table has one. */
  readonly keyspace: string | undefined;
  /** The table, as Cassandra names it: in lower case unless it is quoted. Undefined for statements about none. */
  readonly table: string | undefined;
}

const COMMENTS_AND_STRINGS = /'(?:[^']|'')*'|\$\$[\s\S]*?\$\$|--[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;
const FIRST_WORD = /^\s*(\w+)/;
const NAME = String.raw`("(?:[^"]|"")+"|\w+)`;
const TABLE = new RegExp(String.raw`\b(?:FROM|INTO|UPDATE|TRUNCATE(?:\s+TABLE)?)\s+${NAME}(?:\s*\.\s*${NAME})?`, 'i');

/** Reads operation, keyspace and table off a statement. CQL has no joins: there is at most one table, save in the text of a batch, of which the first counts. */
export const statementInfo: (text: string) => StatementInfo = remembered((text) => {
  const code = text.replaceAll(COMMENTS_AND_STRINGS, ' ');
  const word = FIRST_WORD.exec(code)?.[1] ?? '';
  const [, first, second] = TABLE.exec(code) ?? [];
  return {
    operation: word.toUpperCase() === 'BEGIN' ? 'BATCH' : word,
    keyspace: second === undefined ? undefined : nameOf(first),
    table: nameOf(second ?? first),
  };
});

/** The statement of a request; of a batch, the first one. Empty for what is no statement, about which the driver complains. */
export function firstText(query: string | readonly (string | object | null)[]): string {
  const first = typeof query === 'string' ? query : query[0];
  const text = typeof first === 'object' && first !== null ? (first as { readonly query?: unknown }).query : first;
  return typeof text === 'string' ? text : '';
}

function nameOf(written: string | undefined): string | undefined {
  return written?.startsWith('"') === true ? written.slice(1, -1).replaceAll('""', '"') : written?.toLowerCase();
}
