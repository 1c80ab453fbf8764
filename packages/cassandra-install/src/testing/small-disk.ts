import { execFileSync } from 'node:child_process';
import { onTestFinished } from 'vitest';
import { temporaryDirectory } from '@ringside/host/vitest';

/** A folder for one test, on a disk of its own where this user may mount one: only root may, and not in every container. */
export interface SmallDisk {
  readonly directory: string;
  /** False where nothing may be mounted: an ordinary folder, then. */
  readonly mounted: boolean;
}

/** Mounts a small disk in memory for one test. `options` are those of a tmpfs, such as `noexec` or `size=1m`. */
export async function smallDisk(options: string): Promise<SmallDisk> {
  const directory = await temporaryDirectory('disk');
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', directory], { stdio: 'ignore' });
  } catch {
    return { directory, mounted: false };
  }
  onTestFinished(() => void execFileSync('umount', [directory]));
  return { directory, mounted: true };
}
