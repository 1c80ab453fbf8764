import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { abortError, throwIfAborted } from '@ringside/core';

/** The bytes of a CSV file, wherever they are. */
export interface CsvInput {
  /**
   * Names the content, and tells its size in bytes.
   *
   * @param signal ends it
   */
  describe(signal?: AbortSignal): Promise<{ readonly identity: string; readonly sizeBytes: number }>;
  /**
   * Reads the bytes of a range, no faster than they are asked for. Ending the iteration closes what was opened.
   *
   * @param fromByte the first byte, from 0
   * @param endByte the end of the range: the byte after the last one
   * @param signal ends it with what `abortError()` of `@ringside/core` returns
   */
  read(fromByte: number, endByte: number, signal?: AbortSignal): AsyncIterable<Uint8Array>;
}

/** How much of each end of a file its identity depends on. */
const END_BYTES = 65_536;

/**
 * A file of this machine. Its identity is its size and a hash of its first and last 64 KiB, so a copy of it is the same file, and a change of only its middle that
 * keeps the size is not noticed.
 *
 * @param path the file; it must not change while it is loaded
 */
export function csvFile(path: string): CsvInput {
  return {
    describe: async (signal) => {
      throwIfAborted(signal, `Reading ${path}`);
      const file = await open(path, 'r');
      try {
        return await describeFile(file);
      } finally {
        await file.close();
      }
    },
    read: (fromByte, endByte, signal) => readFileRange(path, { fromByte, endByte, signal }),
  };
}

async function describeFile(file: FileHandle): Promise<{ readonly identity: string; readonly sizeBytes: number }> {
  const { size } = await file.stat();
  const hash = createHash('sha256');
  for (const at of [0, Math.max(0, size - END_BYTES)]) {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(END_BYTES), 0, END_BYTES, at);
    hash.update(buffer.subarray(0, bytesRead));
  }
  return { identity: `${size} bytes, SHA-256 of both ends ${hash.digest('hex')}`, sizeBytes: size };
}

interface FileRange {
  readonly fromByte: number;
  readonly endByte: number;
  readonly signal: AbortSignal | undefined;
}

async function* readFileRange(path: string, { fromByte, endByte, signal }: FileRange): AsyncGenerator<Uint8Array, void, undefined> {
  if (fromByte >= endByte) return;
  const stream = createReadStream(path, { start: fromByte, end: endByte - 1, ...(signal !== undefined && { signal }) });
  try {
    for await (const chunk of stream) yield chunk as Buffer;
  } catch (error) {
    throw signal?.aborted === true ? abortError(signal, `Reading ${path}`) : error;
  }
}
