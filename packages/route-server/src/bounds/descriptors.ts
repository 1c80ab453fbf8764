import { readFileSync } from 'node:fs';

/** What the process needs for itself: files, the log, connections to its nodes. */
const RESERVED = 64;
const FEWEST = 16;

/**
 * How many connections a server may hold: no more than `wanted`, and no more than half of the files that this process may open, so
 * that a crowd of clients can never keep it from reading a file or reaching its node.
 */
export function affordableConnections(wanted: number, mostFiles: number = descriptorLimit()): number {
  return Math.max(FEWEST, Math.min(wanted, Math.floor(mostFiles / 2), mostFiles - RESERVED));
}

/** The soft limit of open files, which Node raises to the hard one when it starts; unknown where there is no `/proc`. */
function descriptorLimit(): number {
  try {
    const [, soft = ''] = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return soft === '' ? Number.POSITIVE_INFINITY : Number(soft);
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
