import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { errors } from '@ringside/core';

/** How {@link readPlainFile} reads. */
export interface PlainFileOptions {
  /** A longer one is refused. */
  readonly mostBytes: number;
  /** Whether the last part of the path may be a link. Default: false. */
  readonly followsLink?: boolean | undefined;
  /** Who must own the file. */
  readonly owner?: number | undefined;
}

/**
 * Reads a file that somebody else may have put there: a pipe of that name would never end, a device never stop, and a link lead elsewhere.
 *
 * @param path the file
 * @throws OpsError `PERMISSION_DENIED` for anything but a file of that owner and size; any other failure as Node reports it
 */
export async function readPlainFile(path: string, { mostBytes, followsLink = false, owner }: PlainFileOptions): Promise<Buffer> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK | (followsLink ? 0 : constants.O_NOFOLLOW)).catch(
    (error: NodeJS.ErrnoException) => {
      throw error.code === 'ELOOP' ? refused(path, 'it is a link', error) : error;
    },
  );
  try {
    const found = await handle.stat();
    if (!found.isFile()) throw refused(path, 'it is not a plain file');
    if (owner !== undefined && found.uid !== owner) throw refused(path, `it belongs to the user with id ${found.uid}, not ${owner}`);
    if (found.size > mostBytes) throw refused(path, `it is longer than ${mostBytes} bytes`);
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

function refused(path: string, reason: string, cause?: unknown): Error {
  const remedy = `See what is there, and remove it or move it away: ls -l ${path}`;
  return errors.PERMISSION_DENIED({ message: `${path} is not read: ${reason}`, remedy, cause });
}
