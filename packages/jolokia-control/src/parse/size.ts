import { parseBytes } from '@ringside/core';
import { ShapeError } from './shape-error.ts';

/**
 * Reads a size as Cassandra prints it (`FileUtils.stringifyFileSize`): `110 bytes`, `6.52 KiB`.
 *
 * @returns bytes, as rounded as the text is
 * @throws ShapeError for another text
 */
export function parseSize(text: string): number {
  try {
    return parseBytes(text);
  } catch (error) {
    throw new ShapeError(`"${text}" is no size`, { cause: error });
  }
}
