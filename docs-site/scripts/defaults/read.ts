import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { CassandraInstall } from '@ringside/cassandra-install';
import type { Settings } from '../../plugins/defaults/table.ts';

const run = promisify(execFile);

/** What the classes of one Cassandra, and files of its sources, say of its settings. */
export interface ReadDefaults {
  /** What each setting is when no file sets it; `null` for one that is then unset, or computed when the node starts. */
  readonly code: Settings;
  /** The names that settings had before, each with the name of today. */
  readonly former: Readonly<Record<string, string>>;
  /** What each of the files sets, in their order. */
  readonly files: readonly Settings[];
}

/** A structure printed in one piece is no value that a person could look up. */
const LONGEST = 100;

/**
 * Reads the defaults from the class `Config` of a Cassandra, with the Java that runs it (a JDK, since it compiles a small program).
 *
 * @param files paths of `cassandra.yaml` files, read with the parser that Cassandra reads them with
 */
export async function readDefaults({ java, classPath }: CassandraInstall, files: readonly string[] = []): Promise<ReadDefaults> {
  const program = join(import.meta.dirname, 'Defaults.java');
  const { stdout } = await run(java.executable, ['-cp', classPath.join(':'), program, ...files], { maxBuffer: 64 * 1024 ** 2 });
  const lines = stdout.split('\n').map((line) => line.split('\t'));
  const of = (kind: string): Settings => settings(lines.filter(([first]) => first === kind).map(([, key, value]) => [key, value]));
  const code = of('default');
  const ofFile = (at: number): readonly (readonly (string | undefined)[])[] =>
    lines.filter(([first, file]) => first === 'set' && file === String(at)).map(([, , key, value]) => [nameOf(key ?? '', code), value]);
  return { code, former: of('former') as Readonly<Record<string, string>>, files: files.map((_, at) => settings(ofFile(at))) };
}

/** A class may be named bare, or as `class_name` with parameters beside it: both set the same. */
function nameOf(key: string, code: Settings): string {
  const bare = key.replace(/\.class_name$/, '');
  return bare in code ? bare : key;
}

function settings(pairs: readonly (readonly (string | undefined)[])[]): Settings {
  return Object.fromEntries(
    pairs
      .filter(([, value]) => value !== undefined && value.length <= LONGEST)
      .map(([key, value]) => [key ?? '', value === 'null' ? null : (value ?? null)] as const)
      .toSorted(([one], [other]) => (one < other ? -1 : 1)),
  );
}
