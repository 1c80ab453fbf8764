import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Session } from '@ringside/client';
import type { Ability } from '@ringside/node-control';
import { expect } from 'vitest';

/** What a run saw of one version of Cassandra. The page *Versions* is made of it. */
export interface VersionFacts {
  readonly cassandra: string;
  readonly java: number;
  /** Routes of the sidecar that answered as their schemas say. */
  readonly routes: readonly string[];
  /** Route → how it ends at a sidecar without a management interface: `yes`, or the code and the sentence of its error. */
  readonly routesWithoutManagement: Readonly<Record<string, string>>;
  /** Command line → `works`, or the error that it ends with. */
  readonly commands: Readonly<Record<string, string>>;
  /** Methods of `node-control` that its virtual tables answer. */
  readonly virtualTablesMethods: readonly string[];
  /** Names of metrics of the sidecar that had a value. */
  readonly metrics: readonly string[];
  /** Virtual tables of `system_views`. */
  readonly tables: readonly string[];
  readonly abilities: readonly Ability[];
}

/** Compares with what the last recorded run saw; with `RINGSIDE_RECORD=1` it is written anew: `npm run versions:record`. */
export async function expectRecorded(facts: VersionFacts): Promise<void> {
  const line = /^\d+\.\d+/.exec(facts.cassandra)?.[0] ?? facts.cassandra;
  const file = join(import.meta.dirname, '..', 'versions', 'seen', `cassandra-${line}.json`);
  const text = `${JSON.stringify(facts, null, 2)}\n`;
  if (process.env['RINGSIDE_RECORD'] !== undefined) await writeFile(file, text);
  const recorded = JSON.parse(await readFile(file, 'utf8')) as VersionFacts;
  // The first line of a failure is all that a summary shows: it has to name what differs.
  expect(differences(recorded, facts).join(', ')).toBe('');
  expect(JSON.parse(text)).toEqual(recorded);
}

/** What was recorded and is not so any more (`-`), and what is new (`+`): `+ metrics ringside_node_verdict`. */
export function differences(recorded: VersionFacts, facts: VersionFacts): readonly string[] {
  const [before, after] = [factLines(recorded), factLines(facts)];
  const gone = [...before].filter((line) => !after.has(line)).map((line) => `- ${line}`);
  return [...gone, ...[...after].filter((line) => !before.has(line)).map((line) => `+ ${line}`)];
}

function factLines(facts: VersionFacts): Set<string> {
  const lines = Object.entries(facts).flatMap(([fact, value]: [string, unknown]) => {
    if (Array.isArray(value)) return value.map((each) => `${fact} ${each}`);
    if (typeof value !== 'object' || value === null) return [`${fact} ${String(value)}`];
    return Object.entries(value).map(([name, end]) => `${fact} ${name}: ${String(end)}`);
  });
  return new Set(lines);
}

/** Where commands find a ring and a sidecar. */
export interface CommandPlace {
  /** The compiled `ringside`. */
  readonly program: string;
  /** The ring's folder. */
  readonly ringDirectory: string;
  readonly sidecarUrl: string;
}

/**
 * The commands that touch a node, each as an operator writes it. Those that take it out of service are left to the contract of its life, and
 * two offline tools to rings that have their schema on disk, which a throwaway ring has not.
 */
const COMMANDS: readonly (readonly string[])[] = [
  ['status'],
  ['ring', '-k', 'orders'],
  ['ranges', 'orders'],
  ['health'],
  ['token', 'alice'],
  ['snapshot', 'create', 'whole-keyspace', '-k', 'orders'],
  ['snapshot', 'create', 'for-a-day', '-k', 'orders', '--ttl', '1d'],
  ['snapshot', 'list'],
  ['snapshot', 'clear', 'whole-keyspace'],
  ['snapshot', 'clear', 'for-a-day'],
  ['cql', '-e', 'DESCRIBE KEYSPACE orders'],
  ['nodetool', 'info'],
  ['nodetool', 'flush', 'orders'],
  ['sstable', 'list', 'orders'],
  ['sstable', 'metadata', 'orders.events'],
  ['sstable', 'dump', 'orders.events'],
  ['sstable', 'partitions', 'orders.events'],
  ['cluster', 'logs', 'node1'],
];

/** A bound for what hangs: an offline tool starts a Java process of its own, which a busy machine does slowly. */
const COMMAND_LIMIT_MS = 120_000;

/** Runs every command against the ring, and says how each ended. */
export async function tryCommands(place: CommandPlace): Promise<Readonly<Record<string, string>>> {
  const home = await mkdtemp(join(tmpdir(), 'ringside-versions-'));
  try {
    await symlink(place.ringDirectory, join(home, 'ring'));
    const ends: [string, string][] = [];
    // One after another: what is flushed by one is read by the next.
    for (const words of COMMANDS) ends.push([written(words), await tryCommand(words, home, place)]);
    return Object.fromEntries(ends);
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

/** As it is typed. */
function written(words: readonly string[]): string {
  return words.map((word) => (word.includes(' ') ? `'${word}'` : word)).join(' ');
}

async function tryCommand(words: readonly string[], home: string, { program, sidecarUrl }: CommandPlace): Promise<string> {
  const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], RINGSIDE_HOME: home, RINGSIDE_SIDECAR: sidecarUrl };
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...words], { env, timeout: COMMAND_LIMIT_MS, maxBuffer: 2 ** 26 }, (error, out, err) => {
      if (error?.killed === true) resolve(`did not end within ${COMMAND_LIMIT_MS / 1_000} s`);
      else resolve(error === null ? 'works' : firstError(err === '' ? out : err));
    });
  });
}

/** The sentence of an error, without what differs from run to run. */
function firstError(text: string): string {
  return (text.trim().split('\n')[0] ?? '').replaceAll(/127\.\d+\.\d+\.\d+(?::\d+)?/g, '<node>');
}

/** Names of the virtual tables of a keyspace, sorted; none where there is no such keyspace. */
export async function virtualTables(session: Session, keyspace: string): Promise<readonly string[]> {
  const names: string[] = [];
  const rows = session.rows('SELECT table_name FROM system_virtual_schema.tables WHERE keyspace_name = ?', [keyspace]);
  for await (const row of rows) names.push(String(row['table_name']));
  return names.toSorted();
}

/** What each ability looks like from outside, by the tables that a version has. */
export function abilitiesByTables(views: readonly string[], metrics: readonly string[], settings: readonly string[]): readonly Ability[] {
  const seen: Readonly<Partial<Record<Ability, boolean>>> = {
    gossipInfoTable: views.includes('gossip_info'),
    streamingTable: views.includes('streaming'),
    snapshotsTable: views.includes('snapshots'),
    metricsTables: metrics.includes('compaction_group'),
    clusterMetadataLog: views.includes('cluster_metadata_log'),
    accord: settings.some((name) => name.startsWith('accord')),
  };
  return (Object.keys(seen) as Ability[]).filter((ability) => seen[ability] === true);
}

/** They come with the first look at repairs, a minute after the start: whether they are there says how long the tests before took. */
const COME_LATER = /^ringside_repair_age_/;

/** Names of the metrics in a text of Prometheus that have a value soon after the start, without those of this process itself. */
export function metricNames(text: string): readonly string[] {
  const names = text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => /^[\w:]+/.exec(line)?.[0] ?? '');
  return [
    ...new Set(
      names
        .filter((name) => name.startsWith('ringside_') && !COME_LATER.test(name))
        .map((name) => name.replace(/_(?:bucket|sum|count)$/, '')),
    ),
  ].toSorted();
}
