import { errors, type OpsError } from '@ringside/core';
import { readFault, readPlainFile, removeDurably, writeDurably } from '@ringside/host';
import { type JournalEntry, type OperationJournal, STEP_PHASES } from '@ringside/operations';

const OWNER_ONLY = 0o600;
const MOST_BYTES = 65_536;

/**
 * A journal as a small JSON file, which only its owner can read; its folder is made where it is missing.
 *
 * `read()` rejects with STATE_CORRUPT for a file that is not as `write()` leaves it, and all three with what the system reports.
 */
export function fileJournal(path: string): OperationJournal {
  return {
    async read() {
      const text = await readPlainFile(path, { mostBytes: MOST_BYTES }).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined;
        throw error;
      });
      return text === undefined ? undefined : entryOf(path, text.toString('utf8'));
    },
    async write({ operation, node, phase }) {
      await writeDurably(path, `${JSON.stringify({ operation, node, phase })}\n`, OWNER_ONLY);
    },
    async clear() {
      await removeDurably(path);
    },
  };
}

function entryOf(path: string, text: string): JournalEntry {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw corrupt(path, readFault(error));
  }
  const fault = faultOf(value);
  if (fault !== undefined) throw corrupt(path, fault);
  const { operation, node, phase } = value as JournalEntry;
  return { operation, node, phase };
}

function faultOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'it is not an object';
  const { operation, node, phase } = value as Partial<Record<keyof JournalEntry, unknown>>;
  if (typeof operation !== 'string' || operation === '') return 'it names no operation';
  if (typeof node !== 'string' || node === '') return 'it names no node';
  if (!STEP_PHASES.some((known) => known === phase)) return 'its phase is unknown';
  return undefined;
}

function corrupt(path: string, reason: string): OpsError {
  return errors.STATE_CORRUPT({
    message: `The journal ${path} cannot be used: ${reason}`,
    remedy: 'Check with ringside operations list whether its node is being restarted; then move the file aside, and restart the sidecar.',
  });
}
