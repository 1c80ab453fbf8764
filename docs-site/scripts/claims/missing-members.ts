import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { CassandraInstall } from '@ringside/cassandra-install';

const run = promisify(execFile);

/**
 * Which of these classes and members a Cassandra does not have.
 *
 * @param names such as `Gossiper`, `unified/Controller` or `StorageProxy.shouldHint`; a constructor is named by its class
 */
export async function missingMembers(install: CassandraInstall, names: readonly string[]): Promise<readonly string[]> {
  return missing('Members.java', install, names);
}

/** Which of these texts, parts of messages, stand in no class of a Cassandra. */
export async function missingMessages(install: CassandraInstall, texts: readonly string[]): Promise<readonly string[]> {
  return missing('Messages.java', install, texts);
}

async function missing(program: string, { java, classPath }: CassandraInstall, wanted: readonly string[]): Promise<readonly string[]> {
  if (wanted.length === 0) return [];
  const { stdout } = await run(java.executable, ['-cp', classPath.join(':'), join(import.meta.dirname, program), ...wanted]);
  return stdout.split('\n').flatMap((line) => (line.startsWith('missing\t') ? [line.slice('missing\t'.length)] : []));
}
