import { errors } from '@ringside/core';
import { assertOwnersAlone, readPlainFile } from '@ringside/host';

/** The jar of an agent is the longest file of a setup's folder. */
const MOST_BYTES = 64 * 2 ** 20;

/**
 * Reads a file of a setup's folder, in which the node's user may have put anything.
 *
 * @throws OpsError `PERMISSION_DENIED` for anything but a plain file; any other failure as Node reports it
 */
export async function readOwnFile(path: string): Promise<Buffer> {
  return await readPlainFile(path, { mostBytes: MOST_BYTES });
}

/**
 * Reads a secret of a setup's folder; blanks around it are not part of it.
 *
 * @throws OpsError `CONFIG_INVALID` for none, `PERMISSION_DENIED` for one that others may read, and for anything but a plain file
 */
export async function readOwnSecret(path: string): Promise<string> {
  await assertOwnersAlone(path, path);
  const secret = (await readOwnFile(path)).toString().trim();
  if (secret === '') throw errors.CONFIG_INVALID({ message: `${path} is empty`, remedy: 'Run ringside sidecar init again.' });
  return secret;
}
