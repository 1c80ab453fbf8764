import { errors, type OpsError } from '@ringside/core';
import { readFault, readPlainFile, removeDurably, writeDurably } from '@ringside/host';
import { type JournalEntry, type OperationJournal, type RepairProgress, STEP_PHASES } from '@ringside/operations';

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
    async write(entry) {
      await writeDurably(path, `${JSON.stringify(known(entry))}\n`, OWNER_ONLY);
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
  return known(value as JournalEntry);
}

/** What belongs to an entry, and nothing else. */
function known({ operation, node, phase, repair }: JournalEntry): JournalEntry {
  return { operation, node, phase, ...(repair && { repair: { tablesDone: repair.tablesDone, command: repair.command } }) };
}

function faultOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'it is not an object';
  const { operation, node, phase, repair } = value as Partial<Record<keyof JournalEntry, unknown>>;
  if (typeof operation !== 'string' || operation === '') return 'it names no operation';
  if (typeof node !== 'string' || node === '') return 'it names no node';
  if (!STEP_PHASES.some((known) => known === phase)) return 'its phase is unknown';
  return repair === undefined || isProgress(repair) ? undefined : 'it does not say how far a repair is';
}

function isProgress(value: unknown): boolean {
  const { tablesDone, command } = (value ?? {}) as Partial<Record<keyof RepairProgress, unknown>>;
  return isCount(tablesDone) && (command === null || isCount(command));
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function corrupt(path: string, reason: string): OpsError {
  return errors.STATE_CORRUPT({
    message: `The journal ${path} cannot be used: ${reason}`,
    remedy: 'Check with ringside operations list whether its node is being restarted; then move the file aside, and restart the sidecar.',
  });
}
