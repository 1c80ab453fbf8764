import { isRequestError, type Row } from '@ringside/client';
import { reworded } from '@ringside/core';
import { describeFailure } from '../failure/error-text.ts';
import { columnize } from '../format/table.ts';
import type { Outcome } from './outcome.ts';
import type { ShellState } from './state.ts';

/** DESCRIBE: the server does it (Cassandra 4.0 and later), at LOCAL_ONE; the rows are laid out as cqlsh does. */
export async function describe(state: ShellState, text: string, signal: AbortSignal | undefined): Promise<Outcome> {
  try {
    const rows: Row[] = [];
    for await (const row of state.session.rows(text, [], { consistency: 'LOCAL_ONE', signal })) rows.push(row);
    return { output: layOut(state, rows), isAnswer: true };
  } catch (error) {
    if (!isRequestError(error)) throw error;
    const { message, text: full } = describeFailure(error.failure, state.session);
    const isServers = full.includes('message="');
    return { output: `${isServers ? message : full}\n`, failure: reworded(error, { message }) };
  }
}

/** By what the server answered, not by what was asked: its columns say which kind of answer it is. */
function layOut(state: ShellState, rows: readonly Row[]): string {
  const [first] = rows;
  if (first === undefined) return '';
  if ('create_statement' in first) return rows.map((row) => `\n${String(row['create_statement'])}\n`).join('');
  if ('cluster' in first) return rows.map((row) => clusterText(row)).join('');
  if (rows.every(({ type }) => type === 'keyspace')) return `\n${columnize(rows.map((row) => String(row['name'])))}\n`;
  return listText(state, rows);
}

function listText(state: ShellState, rows: readonly Row[]): string {
  const byKeyspace = new Map<string, string[]>();
  for (const row of rows) {
    const keyspace = String(row['keyspace_name']);
    byKeyspace.set(keyspace, [...(byKeyspace.get(keyspace) ?? []), String(row['name'])]);
  }
  const lists = [...byKeyspace].map(([keyspace, names]) => {
    const heading = state.session.keyspace === undefined ? `Keyspace ${keyspace}\n---------${'-'.repeat(keyspace.length)}\n` : '';
    return `\n${heading}${columnize(names)}`;
  });
  return lists.length === 0 ? '' : `${lists.join('')}\n`;
}

function clusterText(row: Row): string {
  const facts = `\nCluster: ${String(row['cluster'])}\nPartitioner: ${String(row['partitioner'])}\nSnitch: ${String(row['snitch'])}\n\n`;
  const ownership = row['range_ownership'];
  if (!(ownership instanceof Map)) return facts;
  const lines = [...(ownership as Map<string, Iterable<string>>)].map(
    ([token, nodes]) => ` ${token.padStart(39)}  [${[...nodes].join(', ')}]\n`,
  );
  return `${facts}Range ownership:\n${lines.join('')}\n`;
}
