import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CassandraInstall } from '@ringside/cassandra-install';

/**
 * The same install with a folder for archives of its own, whose Java writes down where each class comes from: `classes-<pid>.log` in that
 * folder, a line a class, such as `org.example.Main source: shared objects file (top)` for one out of a dynamic archive.
 */
export async function withClassLog(install: CassandraInstall, directory: string): Promise<CassandraInstall> {
  const executable = join(directory, 'java');
  const log = `-Xlog:class+load=info:file=${directory}/classes-%p.log:none:filecount=0`;
  await writeFile(executable, `#!/bin/sh\nexec '${install.java.executable}' '${log}' "$@"\n`, { mode: 0o755 });
  return { ...install, java: { ...install.java, executable }, archiveDirectory: join(directory, 'archives') };
}

/** Where each class of a process came from, by name; see {@link withClassLog}. */
export function classSources(log: string): ReadonlyMap<string, string> {
  return new Map(log.split('\n').map((line) => line.split(' source: ') as [string, string]));
}
