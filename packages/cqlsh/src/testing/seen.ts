import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a run of both shells saw of one version of Cassandra. A part of the page *Versions* is made of it. */
export interface CqlshFacts {
  readonly cassandra: string;
  /** The shell that ours was compared with, as pip names it. */
  readonly cqlsh: string;
  /** What the statements are about → the errors of the server, each once. */
  readonly refused: Readonly<Record<string, readonly string[]>>;
  /** Options of a table that `DESCRIBE` prints. */
  readonly tableOptions: readonly string[];
}

const REFUSAL =
  /^(?:SyntaxException|InvalidRequest|ConfigurationException|AlreadyExists|Unavailable|ReadFailure|ServerError|Unauthorized): .*$/gm;

/** The errors of the server in what a shell printed, each once, in order, without what differs from run to run. */
export function refusalsIn(printed: string): readonly string[] {
  const lines = printed.match(REFUSAL) ?? [];
  return [...new Set(lines.map((line) => line.replaceAll(/127\.\d+\.\d+\.\d+(?::\d+)?/g, '<node>')))];
}

/** The options in what `DESCRIBE` printed of tables. */
export function tableOptionsIn(printed: string): readonly string[] {
  return [...printed.matchAll(/^ {4}AND ([a-z_]+) = /gm)].map(([, option]) => option ?? '');
}

/** What the last recorded run of a line saw; with `RINGSIDE_RECORD=1` that is this one: `npm run versions:record`. */
export async function recorded(line: string, facts: CqlshFacts): Promise<CqlshFacts> {
  const file = join(import.meta.dirname, '..', 'versions', 'seen', `cassandra-${line}.json`);
  if (process.env['RINGSIDE_RECORD'] !== undefined) await writeFile(file, `${JSON.stringify(facts, null, 2)}\n`);
  return JSON.parse(await readFile(file, 'utf8')) as CqlshFacts;
}
