import { readFileSync } from 'node:fs';

/** The text of a file. */
export function textOf(file: string): string {
  return readFileSync(file, 'utf8');
}
