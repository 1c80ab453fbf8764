import { readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { errors, nearest } from '@ringside/core';
import type { LocalNode } from '../local-node.ts';

/** One file of an SSTable. */
export interface SstableComponent {
  /** `Data.db`, `Index.db`, `TOC.txt`, … */
  readonly name: string;
  /** The file, relative to the data directory: `orders/events-<table id>/nb-1-big-Data.db`. */
  readonly file: string;
  /** As the file system tells it, when it was listed. */
  readonly sizeBytes: number;
}

/** An SSTable on a node's disk. */
export interface SstableFiles {
  /** Its exact name, case kept, without quotes. */
  readonly keyspace: string;
  /** Its name; `events.by_day` for the hidden table of an index of the older kind. */
  readonly table: string;
  /** What the names of its files begin with, relative to the data directory: `orders/events-<table id>/nb-1-big`. */
  readonly name: string;
  /** In alphabetical order. */
  readonly components: readonly SstableComponent[];
  /** False while it is being written: `TOC.txt`, which comes last, is missing. */
  readonly complete: boolean;
}

/** Version, id (a number, or a time in base 36), format and component; after `org.apache.cassandra.io.sstable.Descriptor`. */
const FILE = /^([a-z]{2}-\w+-(?:big|bti))-(.+)$/;

/** The folder that a node keeps its SSTables in. */
export function dataDirectory({ paths }: LocalNode): string {
  return join(paths.storage, 'data');
}

/**
 * Lists the SSTables of a keyspace on one node's disk, running or not, in the order of table and id, with those of indexes that have
 * hidden tables of their own. What is only in a memtable has no file yet.
 *
 * @param keyspace the exact name of the keyspace
 * @param table only this one
 * @throws OpsError `NOT_FOUND` for a keyspace or a table that has no folder there
 */
export async function listSstables(node: LocalNode, keyspace: string, table?: string): Promise<readonly SstableFiles[]> {
  const data = dataDirectory(node);
  assertKnown(node, 'Keyspace', keyspace, await foldersOf(data));
  const folders = (await foldersOf(join(data, keyspace))).map((name) => ({ name, table: name.replace(/-[0-9a-f]{32}$/, '') }));
  const tables = [...new Set(folders.map((folder) => folder.table))];
  if (table !== undefined) assertKnown(node, `Table of ${keyspace}`, table, tables);
  const wanted = folders.filter((folder) => table === undefined || folder.table === table);
  const found = await Promise.all(wanted.map((folder) => sstablesIn(data, join(data, keyspace, folder.name), keyspace, folder.table)));
  return found.flat();
}

async function sstablesIn(data: string, folder: string, keyspace: string, table: string): Promise<readonly SstableFiles[]> {
  const names = (await readdir(folder).catch((): string[] => [])).toSorted(byText);
  const components = new Map<string, SstableComponent[]>();
  for (const name of names) {
    const [, base, component] = FILE.exec(name) ?? [];
    const file = join(folder, name);
    // A compaction may have removed it meanwhile.
    const size = base === undefined ? undefined : await stat(file).catch(() => undefined);
    if (base === undefined || component === undefined || size === undefined) continue;
    const of = components.get(base) ?? [];
    of.push({ name: component, file: relative(data, file), sizeBytes: size.size });
    components.set(base, of);
  }
  const own = [...components].map(([base, files]) => ({
    keyspace,
    table,
    name: relative(data, join(folder, base)),
    components: files,
    complete: files.some(({ name }) => name === 'TOC.txt'),
  }));
  // An index of the older kind is a table in a folder of its own, whose name begins with a dot.
  const indexes = names.filter((name) => name.startsWith('.'));
  const nested = await Promise.all(indexes.map((name) => sstablesIn(data, join(folder, name), keyspace, `${table}${name}`)));
  return [...own.toSorted((a, b) => compareIds(idOf(a.name), idOf(b.name))), ...nested.flat()];
}

/** The id in `orders/events-<table id>/nb-1-big`. */
function idOf(name: string): string {
  return name.slice(name.lastIndexOf('/')).split('-')[1] ?? '';
}

/** Numbers by their value; times in base 36 sort as text. */
function compareIds(a: string, b: string): number {
  const isNumber = /^\d+$/;
  if (isNumber.test(a) && isNumber.test(b)) return Number(a) - Number(b);
  return byText(a, b);
}

function byText(a: string, b: string): number {
  return Number(a > b) - Number(a < b);
}

async function foldersOf(directory: string): Promise<readonly string[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted(byText);
}

function assertKnown(node: LocalNode, what: string, name: string, known: readonly string[]): void {
  if (known.includes(name)) return;
  const guess = nearest(name, known);
  throw errors.NOT_FOUND({
    message: `${what} "${name}" has no folder on ${node.name}`,
    remedy: guess === undefined ? 'Check the name; a folder is made with the table.' : `Did you mean ${guess}?`,
  });
}
