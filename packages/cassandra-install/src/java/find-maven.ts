import { constants } from 'node:fs';
import { access, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { mavenCache } from '../cassandra/cache-directory.ts';
import { installErrors } from '../errors.ts';
import { type Host, thisHost } from './host.ts';
import { mavenFolder, readMavenLock } from './maven-lock.ts';
import { searchPath } from './places.ts';
import { installHint } from './plan-install.ts';

/** A Maven that is on this machine. */
export interface Maven {
  /** The absolute path of `mvn`. */
  readonly executable: string;
}

/**
 * Finds the user's `mvn`: on `PATH`, below `MAVEN_HOME` or `M2_HOME`, where package managers, SDKMAN and Homebrew put it, or the one that was fetched into
 * Ringside's own cache.
 *
 * @throws OpsError `MAVEN_MISSING`; the remedy is the command that installs it here
 */
export async function findMaven(host: Host = thisHost()): Promise<Maven> {
  for (const candidate of [...mavenPlaces(host), await fetchedMaven(host)]) {
    const executable = await usable(candidate);
    if (executable !== undefined) return { executable };
  }
  throw installErrors.MAVEN_MISSING({
    message: 'Maven (mvn) was not found; Cassandra’s jars are fetched with it',
    remedy: `${await installHint(['maven'], host)} Or put mvn on PATH.`,
  });
}

function mavenPlaces(host: Host): readonly string[] {
  const homes = [host.env['MAVEN_HOME'], host.env['M2_HOME']].filter((home) => home !== undefined && home !== '');
  const system = ['/opt/homebrew/bin', '/usr/local/bin', '/home/linuxbrew/.linuxbrew/bin', '/usr/share/maven/bin', '/opt/maven/bin'];
  const folders = [
    ...searchPath(host),
    ...homes.map((home) => join(home as string, 'bin')),
    join(host.env['SDKMAN_DIR'] ?? join(host.homeDirectory, '.sdkman'), 'candidates/maven/current/bin'),
    ...system.map((folder) => join(host.rootDirectory, folder)),
  ];
  return folders.map((folder) => join(folder, 'mvn'));
}

/** Only the locked one: another in the cache may be there for another Ringside. */
async function fetchedMaven(host: Host): Promise<string> {
  return join(mavenCache(host), mavenFolder(await readMavenLock()), 'bin', 'mvn');
}

async function usable(path: string): Promise<string | undefined> {
  try {
    await access(path, constants.X_OK);
    await realpath(path);
    return path;
  } catch {
    return undefined;
  }
}
