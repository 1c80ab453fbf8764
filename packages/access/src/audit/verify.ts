import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { type AuditEntry, hashOfLine, NO_LINE, parseEntry } from './chain.ts';

/** A place where a log is not as it was written. */
export interface AuditFault {
  /** Its path; of a log with older parts, which of them. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** In one sentence. */
  readonly what: string;
}

/** What {@link verifyAudit} found. */
export interface AuditCheck {
  /** Entries that were read. */
  readonly entries: number;
  /** The number of the last one; 0 for none. A log that was cut at its end has a smaller one than before. */
  readonly lastSeq: number;
  /** In the order of the lines; none where nothing was changed. */
  readonly faults: readonly AuditFault[];
}

/** A line of a log, read. */
export interface AuditLine {
  /** Its path; of a log with older parts, which of them. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** As it stands there, without its end. */
  readonly text: string;
  /** Undefined for a line that is no entry. */
  readonly entry: AuditEntry | undefined;
}

/** The files of a log, the oldest first: `audit.log.2`, `audit.log.1`, `audit.log`. */
export async function auditFiles(file: string): Promise<readonly string[]> {
  const prefix = `${basename(file)}.`;
  const names = await readdir(dirname(file));
  const older = names.filter((name) => name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length)));
  const numbered = older.map((name) => Number(name.slice(prefix.length))).toSorted((a, b) => b - a);
  return [...numbered.map((index) => join(dirname(file), prefix + String(index))), file];
}

/**
 * Reads a log and its older parts, the oldest line first.
 *
 * @throws Error as Node reports it, for a file that cannot be read
 */
export async function* auditLines(file: string): AsyncGenerator<AuditLine> {
  for (const each of await auditFiles(file)) {
    let line = 0;
    for await (const text of createInterface({ input: createReadStream(each), crlfDelay: Infinity })) {
      line += 1;
      yield { file: each, line, text, entry: parseEntry(text) };
    }
  }
}

/**
 * Checks that no line of a log was changed, removed, added or put elsewhere: each holds the hash of the one before. What was removed at the very end, no log
 * can show by itself: compare `lastSeq` with what you know.
 */
export async function verifyAudit(file: string): Promise<AuditCheck> {
  const faults: AuditFault[] = [];
  let torn: AuditFault | undefined;
  let before: { readonly seq: number; readonly hash: string } | undefined;
  let entries = 0;
  for await (const { file: at, line, text, entry } of auditLines(file)) {
    const what = faultOf(entry, before);
    // A line that a crash cut short is in order where the next one says so.
    if (torn !== undefined && !(what === undefined && entry?.facts['event'] === 'resumed')) faults.push(torn);
    torn = entry === undefined ? { file: at, line, what: NO_ENTRY } : undefined;
    if (entry !== undefined && what !== undefined) faults.push({ file: at, line, what });
    if (entry !== undefined) entries += 1;
    before = { seq: entry?.seq ?? before?.seq ?? 0, hash: hashOfLine(text) };
  }
  if (torn !== undefined) faults.push(torn);
  return { entries, lastSeq: before?.seq ?? 0, faults };
}

const NO_ENTRY = 'is no entry';

function faultOf(entry: AuditEntry | undefined, before: { readonly seq: number; readonly hash: string } | undefined): string | undefined {
  if (entry === undefined) return NO_ENTRY;
  // Of a log whose oldest parts are gone, what stood before the first line is not known.
  if (before === undefined) return entry.seq > 1 || entry.previous === NO_LINE ? undefined : 'is the first, but says that another one is';
  if (entry.previous !== before.hash) return 'does not follow the line before it, as it was written';
  if (entry.seq !== before.seq + 1) return `has the number ${entry.seq} after ${before.seq}`;
  return undefined;
}
