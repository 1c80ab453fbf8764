import { createHash } from 'node:crypto';

/** What an entry of the log tells, besides its place in it. Nothing secret, and nothing of rows. */
export type AuditFacts = Readonly<Record<string, string | number | readonly string[] | null>>;

/** An entry as it stands in the log. */
export interface AuditEntry {
  /** 1 for the first, and one more for each. */
  readonly seq: number;
  /** When it was written, ISO 8601 in UTC. */
  readonly time: string;
  /** SHA-256 of the line before, hexadecimal; zeros before the first. */
  readonly previous: string;
  /** What it tells. */
  readonly facts: AuditFacts;
}

/** What stands before the first line. */
export const NO_LINE: string = '0'.repeat(64);

/** What the next line says of a line. */
export function hashOfLine(line: string): string {
  return createHash('sha256').update(line).digest('hex');
}

/** An entry as a line of the log, without its end. */
export function formatEntry({ seq, time, previous, facts }: AuditEntry): string {
  return JSON.stringify({ seq, time, previous, ...facts });
}

/** Reads a line; undefined for what is none. */
export function parseEntry(line: string): AuditEntry | undefined {
  try {
    const { seq, time, previous, ...facts } = JSON.parse(line) as Record<string, unknown>;
    if (typeof seq !== 'number' || typeof time !== 'string' || typeof previous !== 'string') return undefined;
    return { seq, time, previous, facts: facts as AuditFacts };
  } catch {
    return undefined;
  }
}
