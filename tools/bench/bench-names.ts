import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** How a file says that it is a benchmark; all others help those that are. */
const BENCH = /^export const bench\b/m;

/** The names of all benchmarks, sorted: the files of this folder that export one. */
export function benchNames(): string[] {
  return readdirSync(import.meta.dirname)
    .filter((file) => /^[\w-]+\.ts$/.test(file) && BENCH.test(readFileSync(join(import.meta.dirname, file), 'utf8')))
    .map((file) => file.slice(0, -'.ts'.length))
    .toSorted();
}
