import { existsSync, realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { CommandContext } from '../program/context.ts';

/** The name of the folder that holds a local ring. */
export const STATE_FOLDER = '.ringside';

/**
 * The state folder of the local ring: `--directory` or `RINGSIDE_HOME`, else the nearest `.ringside` from the working directory
 * upward, else `.ringside` in the working directory (which then does not exist yet). Symbolic links are resolved, so that the folder
 * reads the same here as in the command lines of its processes.
 */
export function findHome(context: Pick<CommandContext, 'io' | 'global'>): string {
  const { workingDirectory } = context.io;
  if (context.global.directory !== undefined) return real(resolve(workingDirectory, context.global.directory));
  for (let folder = workingDirectory; ; folder = dirname(folder)) {
    const candidate = join(folder, STATE_FOLDER);
    if (existsSync(candidate)) return real(candidate);
    if (dirname(folder) === folder) return join(real(workingDirectory), STATE_FOLDER);
  }
}

function real(folder: string): string {
  return existsSync(folder) ? realpathSync(folder) : folder;
}
