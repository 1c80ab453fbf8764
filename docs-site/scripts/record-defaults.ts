/**
 * Records the defaults of every supported Cassandra: `src/recorded/cassandra-defaults.json`. The code's are read from the jars. What the
 * shipped files set is read from the released sources, since the jars lack those files:
 *
 *     npx tsx docs-site/scripts/record-defaults.ts <git directory of apache/cassandra> 5.0.9=<commit of its release> …
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { getCassandra } from '@ringside/cassandra-install';
import type { Settings, VersionDefaults } from '../plugins/defaults/table.ts';
import { readDefaults } from './defaults/read.ts';

const run = promisify(execFile);
const FILE = join(import.meta.dirname, '../src/recorded/cassandra-defaults.json');
const SHIPPED = ['cassandra.yaml', 'cassandra_latest.yaml'] as const;

const [repository, ...releases] = process.argv.slice(2);
if (repository === undefined || releases.length === 0) throw new Error('Name a git directory, and <version>=<commit> for each version.');

async function git(...words: readonly string[]): Promise<string> {
  const { stdout } = await run('git', ['--git-dir', repository as string, ...words], { maxBuffer: 16 * 1024 ** 2 });
  return stdout;
}

async function record(version: string, commit: string): Promise<VersionDefaults> {
  const folder = await mkdtemp(join(tmpdir(), 'defaults-'));
  try {
    const listed = (await git('ls-tree', '--name-only', commit, 'conf/')).split('\n');
    const names = SHIPPED.filter((name) => listed.includes(`conf/${name}`));
    const paths = names.map((name) => join(folder, name));
    for (const [at, name] of names.entries()) await writeFile(paths[at] as string, await git('show', `${commit}:conf/${name}`));
    const { code, former, files } = await readDefaults(await getCassandra({ version }), paths);
    const [shipped, latest]: readonly (Settings | undefined)[] = files;
    const ofFiles = { shipped: shipped ?? {}, ...(latest === undefined ? {} : { latest }) };
    return { tag: `cassandra-${version}`, commit, code, former, ...ofFiles };
  } finally {
    await rm(folder, { recursive: true });
  }
}

const table: Record<string, VersionDefaults> = {};
for (const release of releases) {
  const [version = '', commit = ''] = release.split('=');
  table[version] = await record(version, (await git('rev-parse', `${commit}^{commit}`)).trim());
}
await writeFile(FILE, `${JSON.stringify(table, null, 2)}\n`);
