import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LocalRingPlugin } from '@ringside/cli-kit';
import { errors, type OpsError, shellWord } from '@ringside/core';

const PACKAGE = '@ringside/local-ring';

/** The commands that {@link findLocalRing} brings. */
export const LOCAL_RING_COMMANDS: readonly string[] = ['up', 'down', 'cluster', 'nodetool', 'sstable', 'doctor', 'cache'];

/**
 * Loads the commands for rings on this machine. An operator's host does without them, and so without what gets Cassandra and Java.
 *
 * @returns `undefined` when the package is not installed
 */
export async function findLocalRing(): Promise<LocalRingPlugin | undefined> {
  try {
    return (await import('@ringside/local-ring')).plugin;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Not for a package that is installed, and itself misses something. */
function isMissing(error: unknown): boolean {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === 'ERR_MODULE_NOT_FOUND' && message.includes(`'${PACKAGE}'`);
}

/**
 * What to say where {@link findLocalRing} finds nothing.
 *
 * @param what needs it: `ringside up`
 * @param place where this program is
 */
export function notInstalled(what: string, place: string = fileURLToPath(import.meta.url)): OpsError {
  return errors.NOT_FOUND({
    message: `${what} is for rings on this machine and comes with the package ${PACKAGE}, which is not installed`,
    remedy: `Run ${installCommand(place)}`,
  });
}

/** What installs the package where this one is: for a project, for the machine, or for one run of `npx`. */
export function installCommand(place: string): string {
  const { version } = createRequire(import.meta.url)('../../package.json') as { version: string };
  const named = `${PACKAGE}@${version}`;
  if (place.includes('/_npx/')) return `npx -p @ringside/cli@${version} -p ${named} ringside, with what you typed behind it.`;
  const modules = '/node_modules/@ringside/';
  const at = place.lastIndexOf(modules);
  if (at === -1 || place.slice(0, at).endsWith('/lib')) return `npm install --global ${named}`;
  return `npm install --prefix ${shellWord(dirname(`${place.slice(0, at)}/x`))} ${named}`;
}
