import { stat, statfs } from 'node:fs/promises';
import { type Clock, deadlineIn, withDeadline } from '@ringside/core';

/** A file system, as it is now. */
export interface DiskReading {
  /** What tells it from others. */
  readonly device: number;
  /** Data directories on it. */
  readonly directories: readonly string[];
  /** Bytes it has in all. */
  readonly totalBytes: number;
  /** Bytes that can still be written. */
  readonly availableBytes: number;
}

/** A file system of another machine may hang for as long as that machine does. */
const WITHIN_MS = 2_000;

/**
 * Measures the file systems that hold some directories.
 *
 * @throws Error what the system says of a directory that is not there or may not be looked at; OpsError `OPERATION_TIMED_OUT`
 */
export async function measureDisks(directories: readonly string[], clock: Clock): Promise<readonly DiskReading[]> {
  const bounds = { deadline: deadlineIn(clock, WITHIN_MS) };
  const measured = await withDeadline(bounds, { what: 'Measuring the disks' }, async () =>
    Promise.all(directories.map((each) => measure(each))),
  );
  const byDevice = new Map<number, DiskReading>();
  for (const each of measured) {
    const known = byDevice.get(each.device);
    byDevice.set(each.device, known === undefined ? each : { ...known, directories: [...known.directories, ...each.directories] });
  }
  return [...byDevice.values()];
}

async function measure(directory: string): Promise<DiskReading> {
  const [{ dev }, { bsize, blocks, bavail }] = await Promise.all([stat(directory), statfs(directory)]);
  return { device: dev, directories: [directory], totalBytes: blocks * bsize, availableBytes: bavail * bsize };
}
