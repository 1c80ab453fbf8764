import { open } from 'node:fs/promises';
import { stripVTControlCharacters } from 'node:util';

const MOST_BYTES = 8_192;
const MOST_LINES = 5;
const MOST_CHARACTERS = 300;
/** What begins a run in a log that keeps earlier ones. */
const RUN_MARK = '--- Starting at ';

/** The line that begins a run in a log, so that {@link lastWords} never quotes an earlier one. */
export function runHeader(nowMs: number): string {
  return `${RUN_MARK}${new Date(nowMs).toISOString()} ---\n`;
}

/** The last words of the last run in a log file, for a message: bounded, and without control characters. Empty where nothing was said or can be read. */
export async function lastWords(file: string): Promise<string> {
  const text = await tailOf(file).catch(() => '');
  const run = text.lastIndexOf(RUN_MARK);
  return quoted(run === -1 ? text.split('\n') : text.slice(run).split('\n').slice(1));
}

/** The last of some lines in one. Pure. */
export function quoted(lines: readonly string[]): string {
  const plain = lines
    .map((line) =>
      stripVTControlCharacters(line)
        .replaceAll(/\p{Cc}/gu, ' ')
        .trim(),
    )
    .filter((line) => line !== '');
  return plain
    .slice(-MOST_LINES)
    .map((line) => line.slice(0, MOST_CHARACTERS))
    .join(' | ');
}

async function tailOf(file: string): Promise<string> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const length = Math.min(size, MOST_BYTES);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, size - length);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}
