import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const DATABASE_HEAD = 'SQLite format 3\0';

/** Where one clone keeps what Nx remembers. */
interface Places {
  readonly cache: string;
  readonly data: string;
  readonly seals: string;
}

function placesOf(root: string): Places {
  const nx = join(root, '.nx');
  return { cache: join(nx, 'cache'), data: join(nx, 'workspace-data'), seals: join(nx, 'seals.json') };
}

/**
 * Writes down what every entry of Nx's cache on this machine holds, so that {@link dropDamagedCache} can tell whether it still does. Nx itself
 * checks nothing: it takes an entry that is gone for a result without files, and gives back changed bytes.
 */
export function sealCache(root: string): void {
  const { cache, seals } = placesOf(root);
  if (!existsSync(cache)) return;
  writeFileSync(seals, JSON.stringify(Object.fromEntries(entriesOf(cache).map((name) => [name, digest(join(cache, name))]))));
}

/**
 * Removes Nx's cache on this machine, all of it, when an entry is not what it was when it was sealed, or its database is none.
 *
 * @returns why it was removed; undefined when all is well
 */
export function dropDamagedCache(root: string): string | undefined {
  const places = placesOf(root);
  const fault = databaseFault(places) ?? entryFault(places);
  if (fault !== undefined) for (const path of Object.values(places)) rmSync(path, { recursive: true, force: true });
  return fault;
}

function databaseFault({ data }: Places): string | undefined {
  const databases = existsSync(data) ? readdirSync(data).filter((name) => name.endsWith('.db')) : [];
  const broken = databases.find((name) => {
    const bytes = readFileSync(join(data, name));
    return bytes.length > 0 && bytes.toString('latin1', 0, DATABASE_HEAD.length) !== DATABASE_HEAD;
  });
  return broken && `${broken} is no database`;
}

function entryFault({ cache, seals }: Places): string | undefined {
  if (!existsSync(seals)) return undefined;
  const sealed = readSeals(seals);
  if (sealed === undefined) return 'its seals cannot be read';
  for (const [name, seal] of Object.entries(sealed)) {
    const path = join(cache, name);
    if (!existsSync(path)) return `the entry ${name} is gone`;
    if (digest(path) !== seal) return `the entry ${name} has changed`;
  }
  return undefined;
}

function readSeals(file: string): Readonly<Record<string, string>> | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
  } catch {
    return undefined;
  }
}

function entriesOf(cache: string): readonly string[] {
  return readdirSync(cache).filter((name) => /^\d+$/.test(name));
}

/** One digest of a folder: every name in it, and every file's bytes. */
function digest(folder: string): string {
  const hash = createHash('sha256');
  for (const name of (readdirSync(folder, { recursive: true }) as string[]).toSorted()) {
    const path = join(folder, name);
    const kind = lstatSync(path);
    hash.update(`${name}\0`);
    if (kind.isFile()) hash.update(readFileSync(path));
    if (kind.isSymbolicLink()) hash.update(readlinkSync(path));
  }
  return hash.digest('hex');
}
