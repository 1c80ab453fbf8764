import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errors, formatBytes } from '@ringside/core';

/** What this user may still write on the disk that a folder is on, or will be on when it is made, in bytes. */
export async function freeDiskBytes(directory: string): Promise<number> {
  for (let folder = directory; ; folder = dirname(folder)) {
    try {
      const { bavail, bsize } = await statfs(folder);
      return bavail * bsize;
    } catch (error) {
      if (dirname(folder) === folder) throw error;
    }
  }
}

/**
 * Refuses to write where there is too little room.
 *
 * @param directory a folder, which need not exist yet
 * @param neededBytes how many bytes must be free
 * @param free for tests: another disk's free bytes
 * @throws OpsError `DISK_FULL`, with what is needed and what is there
 */
export async function assertDisk(directory: string, neededBytes: number, free: typeof freeDiskBytes = freeDiskBytes): Promise<void> {
  const freeBytes = await free(directory);
  if (freeBytes >= neededBytes) return;
  throw errors.DISK_FULL({
    message: `${directory} has ${formatBytes(freeBytes)} free; ${formatBytes(neededBytes)} are needed`,
    details: { directory, freeBytes, neededBytes },
  });
}

/**
 * What to throw on when writing failed: a disk or a quota that ran full (`ENOSPC`, `EDQUOT`) as `DISK_FULL`, anything else as it is.
 *
 * @param error what writing failed with
 * @param place the file or folder that was written
 */
export function diskFullOr(error: unknown, place: string): unknown {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return error;
  return errors.DISK_FULL({ message: `The disk of ${place} is full`, cause: error, details: { place } });
}
