import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { CassandraInstall } from './get-cassandra.ts';

/** Agents may only be loaded into a JVM that makes or maps an archive with these flags. */
const AGENT_FLAGS = ['-XX:+UnlockDiagnosticVMOptions', '-XX:+AllowArchivingWithJavaAgent'];

/** Dynamic class-data archives came with JDK 13 (JEP 350). */
const FIRST_JAVA_WITH_ARCHIVES = 13;

/** JVM flags that map an archive; none when there is none. A JVM that cannot use it goes on without. */
export function archiveFlags(archive: string | undefined): readonly string[] {
  return archive === undefined ? [] : [...AGENT_FLAGS, '-Xshare:auto', `-XX:SharedArchiveFile=${archive}`];
}

/** JVM flags that make an archive when the JVM exits in order. */
export function dumpFlags(archive: string): readonly string[] {
  return [...AGENT_FLAGS, `-XX:ArchiveClassesAtExit=${archive}`];
}

/**
 * Where the class-data archive of an install lies. An archive fits exactly one JVM, one order of jars and one set of agents, so all of
 * them are in its name.
 *
 * @param agents the extra agents of the ring's drop-in folder
 * @returns `undefined` for a Java that has no such archives
 */
export async function archivePath(install: CassandraInstall, agents: readonly { readonly jar: string }[]): Promise<string | undefined> {
  if (install.java.major < FIRST_JAVA_WITH_ARCHIVES) return undefined;
  const jvm = join(install.java.home, 'lib', 'modules');
  const files = [jvm, ...install.classPath, install.jammJar, install.controlAgentJar, ...agents.map(({ jar }) => jar)];
  const hash = createHash('sha256').update(install.java.executable);
  for (const file of files) hash.update(`\0${await fingerprint(file)}`);
  return join(install.archiveDirectory, `${install.version}-${hash.digest('hex').slice(0, 20)}.jsa`);
}

/** The JVM itself checks size and modification time of each jar, so they belong to the key. */
async function fingerprint(file: string): Promise<string> {
  try {
    const { size, mtimeMs } = await stat(file);
    return `${file}:${size}:${Math.floor(mtimeMs)}`;
  } catch {
    return `${file}:absent`;
  }
}
