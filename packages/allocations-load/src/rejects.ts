import { type FileHandle, open } from 'node:fs/promises';
import { allocationsLoadErrors } from './errors.ts';

/** A row that was not loaded. */
export interface RejectedRow {
  /** Where it stands: `line 7`. */
  readonly place: string;
  /** Why it was not loaded. */
  readonly reason: string;
  /** The row as the source has it; bytes that are not UTF-8 are replaced. */
  readonly text: string;
}

/** Where rejected rows go. */
export interface Rejects {
  /**
   * Removes everything after the first bytes, which belong to rows that are done.
   *
   * @param keptBytes how many bytes stay: what `flush()` returned; 0 for a load that begins
   * @throws OpsError REJECTS_LOST if there are fewer
   */
  open(keptBytes: number): Promise<OpenedRejects>;
}

/** Rejects that can be added to. */
export interface OpenedRejects {
  /** Adds a row. */
  add(row: RejectedRow): Promise<void>;
  /**
   * Makes sure that everything that was added is there after a power cut.
   *
   * @returns how many bytes there are
   */
  flush(): Promise<number>;
  /** Ends it. */
  close(): Promise<void>;
}

const OWNER_ONLY = 0o600;

/**
 * Writes rejected rows to a file, a line of JSON each (JSON Lines), in the order of the source. A load that begins without a checkpoint empties the file.
 *
 * @param path the file, made where it's missing
 */
export function rejectsFile(path: string): Rejects {
  return {
    open: async (keptBytes) => {
      const file = await open(path, 'a', OWNER_ONLY);
      try {
        await keep(file, path, keptBytes);
        return addingTo(file, keptBytes);
      } catch (error) {
        await file.close();
        throw error;
      }
    },
  };
}

async function keep(file: FileHandle, path: string, keptBytes: number): Promise<void> {
  const { size } = await file.stat();
  const message = `${path} has ${size} bytes, and the checkpoint counts ${keptBytes}`;
  if (size < keptBytes) throw allocationsLoadErrors.REJECTS_LOST({ message });
  await file.truncate(keptBytes);
}

function addingTo(file: FileHandle, keptBytes: number): OpenedRejects {
  let bytes = keptBytes;
  return {
    add: async ({ place, reason, text }) => {
      const line = Buffer.from(`${JSON.stringify({ place, reason, text })}\n`);
      await file.appendFile(line);
      bytes += line.length;
    },
    flush: async () => {
      await file.datasync();
      return bytes;
    },
    close: () => file.close(),
  };
}
