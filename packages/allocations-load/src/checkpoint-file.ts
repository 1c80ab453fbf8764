import { readFile } from 'node:fs/promises';
import { parseJson } from '@ringside/core';
import { writeDurably } from '@ringside/host';
import type { CheckpointStore } from './checkpoint.ts';

const OWNER_ONLY = 0o600;

/**
 * Keeps a checkpoint in a file, which is replaced as a whole and is on the disk before `save()` resolves. `load()` throws `OpsError` JSON_MALFORMED if somebody else wrote
 * into it, and `save()` throws `OpsError` DISK_FULL; both throw what Node.js reports.
 *
 * @param path the file; for one load at a time. Nothing prevents two of the same file
 */
export function checkpointFile(path: string): CheckpointStore {
  return {
    load: async () => {
      const text = await readFile(path, 'utf8').catch(undefinedIfMissing);
      return text === undefined ? undefined : parseJson(text, path);
    },
    save: (checkpoint) => writeDurably(path, `${JSON.stringify(checkpoint)}\n`, OWNER_ONLY),
  };
}

function undefinedIfMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
