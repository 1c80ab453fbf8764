import { open, stat } from 'node:fs/promises';

const TAIL_BYTES = 256 * 1024;

/**
 * Reads the end of a log, at most 256 KiB.
 *
 * @param since bytes from the start of the file that are left out
 * @returns empty when there is no such file
 */
export async function readTail(file: string, since = 0): Promise<string> {
  let handle;
  try {
    handle = await open(file, 'r');
    const { size } = await handle.stat();
    const from = Math.max(since > size ? 0 : since, size - TAIL_BYTES);
    const buffer = Buffer.alloc(Math.max(0, size - from));
    await handle.read(buffer, 0, buffer.length, from);
    return buffer.toString('utf8');
  } catch {
    return '';
  } finally {
    await handle?.close();
  }
}

/** The size of a file in bytes; 0 when there is none. */
export async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch {
    return 0;
  }
}
