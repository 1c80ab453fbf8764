import { access, constants } from 'node:fs/promises';
import { errors } from '@ringside/core';
import { privateFolder } from '@ringside/host';

/**
 * Makes the folder in which a sidecar notes that it has stopped a node. Without it no node may be stopped, which has to show when the sidecar starts, not in
 * the middle of a restart.
 *
 * @throws OpsError CONFIG_INVALID
 */
export async function makeOperationsFolder(directory: string): Promise<void> {
  try {
    await access(await privateFolder(directory), constants.W_OK);
  } catch (error) {
    throw errors.CONFIG_INVALID({
      message: `operations.directory cannot be used: ${(error as Error).message}`,
      remedy: 'Set operations.directory to a folder that the user of the sidecar may make, or has for itself.',
    });
  }
}
