import { open, type FileHandle, readFile, rename, rm, stat } from 'node:fs/promises';
import { type Clock, createTurns } from '@ringside/core';
import { accessErrors } from '../errors.ts';
import { type AuditFacts, formatEntry, hashOfLine, NO_LINE, parseEntry } from './chain.ts';

/** A log to which lines are only added. */
export interface AuditLog {
  /**
   * Adds an entry. It is on the disk when this resolves.
   *
   * @throws OpsError `AUDIT_UNWRITTEN` when it could not be written, or the file is not as the last entry left it
   */
  append(facts: AuditFacts): Promise<void>;
  /** Closes the file, after what is being written. */
  close(): Promise<void>;
}

/** What {@link openAuditLog} takes. */
export interface AuditLogOptions {
  /** Its path; older parts are called the same with `.1`, `.2` behind. Made with mode 0600. */
  readonly file: string;
  /** For the times of entries. */
  readonly clock: Pick<Clock, 'nowMs'>;
  /** The size from which on a new file is begun. Default: 32 MiB. */
  readonly maxBytes?: number;
  /** How many older files are kept. Default: 8. */
  readonly keep?: number;
}

const MAX_BYTES = 32 * 2 ** 20;
const KEEP = 8;
const MODE = 0o600;

/**
 * Opens an audit log, and goes on with the chain that it holds. A line that a crash cut short is ended, and the next one says so.
 *
 * @throws OpsError `AUDIT_UNWRITTEN` where the file cannot be opened or does not end in an entry
 */
export async function openAuditLog({ file, clock, maxBytes = MAX_BYTES, keep = KEEP }: AuditLogOptions): Promise<AuditLog> {
  const log = new OneLog(file, clock, maxBytes, keep);
  await log.open().catch((error: unknown) => {
    throw unwritten(file, error);
  });
  const turns = createTurns();
  const append = (facts: AuditFacts): Promise<void> =>
    log.append(facts).catch((error: unknown) => {
      throw unwritten(file, error);
    });
  return { append: (facts) => turns.take(() => append(facts)), close: () => turns.take(() => log.close()) };
}

class OneLog {
  readonly #file: string;
  readonly #clock: Pick<Clock, 'nowMs'>;
  readonly #maxBytes: number;
  readonly #keep: number;
  #handle: FileHandle | undefined;
  #seq = 0;
  #previous = NO_LINE;
  #size = 0;

  constructor(file: string, clock: Pick<Clock, 'nowMs'>, maxBytes: number, keep: number) {
    this.#file = file;
    this.#clock = clock;
    this.#maxBytes = maxBytes;
    this.#keep = keep;
  }

  async open(): Promise<void> {
    const text = (await textOf(this.#file)) || (await textOf(`${this.#file}.1`));
    this.#handle = await open(this.#file, 'a', MODE);
    this.#size = (await this.#handle.stat()).size;
    if (text === '') return;
    const isTorn = !text.endsWith('\n');
    const lines = text.split('\n').filter((line) => line !== '');
    const last = parseEntry(lines.at(-1) ?? '') ?? (isTorn ? parseEntry(lines.at(-2) ?? '') : undefined);
    if (last === undefined && !(isTorn && lines.length === 1)) throw new Error('it does not end in an entry');
    this.#seq = last?.seq ?? 0;
    this.#previous = hashOfLine(lines.at(-1) ?? '');
    if (!isTorn) return;
    this.#size += (await this.#handle.write('\n')).bytesWritten;
    await this.append({ event: 'resumed', note: 'The line before was cut short when it was written.' });
  }

  async append(facts: AuditFacts): Promise<void> {
    const handle = this.#handle ?? (await this.#reopen());
    await this.#assertUntouched(handle);
    const [seq, time] = [this.#seq + 1, new Date(this.#clock.nowMs()).toISOString()];
    const line = formatEntry({ seq, time, previous: this.#previous, facts });
    const bytes = Buffer.from(`${line}\n`);
    await write(handle, bytes, this.#size);
    this.#seq = seq;
    this.#previous = hashOfLine(line);
    this.#size += bytes.length;
    if (this.#size >= this.#maxBytes) await this.#rotate();
  }

  async close(): Promise<void> {
    await this.#handle?.close();
    this.#handle = undefined;
  }

  /** Two writers, or an editor, would break the chain: better to stop than to write on. */
  async #assertUntouched(handle: FileHandle): Promise<void> {
    const [own, there] = await Promise.all([handle.stat(), stat(this.#file).catch(() => undefined)]);
    if (there?.ino !== own.ino) throw new Error('it was moved or removed');
    if (own.size !== this.#size) throw new Error('somebody else has written to it');
  }

  async #rotate(): Promise<void> {
    await this.close();
    const name = (index: number): string => (index === 0 ? this.#file : `${this.#file}.${index}`);
    await rm(name(this.#keep), { force: true });
    for (let index = this.#keep - 1; index >= 0; index -= 1) await rename(name(index), name(index + 1)).catch(ignoreMissing);
    await this.#reopen();
  }

  async #reopen(): Promise<FileHandle> {
    const handle = await open(this.#file, 'a', MODE);
    this.#handle = handle;
    this.#size = (await handle.stat()).size;
    return handle;
  }
}

/** What was written of a line that did not fit is taken back: else the next one would stand behind it. */
async function write(handle: FileHandle, bytes: Buffer, size: number): Promise<void> {
  try {
    await handle.appendFile(bytes);
    await handle.datasync();
  } catch (error) {
    await handle.truncate(size).catch(() => undefined);
    throw error;
  }
}

async function textOf(file: string): Promise<string> {
  return await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}

function unwritten(file: string, cause: unknown): Error {
  if (accessErrors.AUDIT_UNWRITTEN.is(cause)) return cause;
  const { code, message } = cause as NodeJS.ErrnoException;
  return accessErrors.AUDIT_UNWRITTEN({ message: `The audit log ${file} cannot be written: ${code ?? message}`, cause });
}
