import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { code, table } from './markdown.ts';
import { siteFolder } from './write.ts';

/** What the tests of each version of Cassandra wrote down, oldest version first. */
export async function readSeen<Seen>(source: string): Promise<readonly Seen[]> {
  const folder = join(siteFolder, '..', source);
  const files = (await readdir(folder)).filter((name) => name.endsWith('.json')).toSorted();
  return Promise.all(files.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as Seen));
}

/** One row for each name that any version has, and a mark where one has it. */
export function versionMarks<Seen extends { readonly cassandra: string }>(
  seen: readonly Seen[],
  head: string,
  namesOf: (one: Seen) => readonly string[],
): string {
  const names = [...new Set(seen.flatMap(namesOf))].toSorted();
  const rows = names.map((name) => [code(name)].concat(seen.map((one) => (namesOf(one).includes(name) ? 'yes' : 'no'))));
  return table([head, ...seen.map(({ cassandra }) => cassandra)], rows);
}
