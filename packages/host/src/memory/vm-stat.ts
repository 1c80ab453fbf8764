import { execFile } from 'node:child_process';
import { freemem } from 'node:os';
import { promisify } from 'node:util';

const run = promisify(execFile);
const TIMEOUT_MS = 5_000;

/** What programs can still have at once: pages that are free, were read ahead, or were not used for a while. */
const AVAILABLE = ['free', 'inactive', 'speculative'];

/** Memory that new processes can have on macOS, in bytes, after `vm_stat`: what Node calls free leaves out all that can be dropped. */
export async function macAvailableBytes(): Promise<number> {
  const { stdout } = await run('/usr/bin/vm_stat', { timeout: TIMEOUT_MS }).catch(() => ({ stdout: '' }));
  return vmStatBytes(stdout) ?? freemem();
}

/** Reads the output of macOS's `vm_stat`. Pure. @returns bytes; `undefined` for any other text */
export function vmStatBytes(text: string): number | undefined {
  const pageBytes = /page size of (\d+) bytes/.exec(text)?.[1];
  const pages = AVAILABLE.map((kind) => new RegExp(`^Pages ${kind}:\\s+(\\d+)\\.$`, 'm').exec(text)?.[1]);
  if (pageBytes === undefined || pages.includes(undefined)) return undefined;
  return pages.reduce((sum, count) => sum + Number(count), 0) * Number(pageBytes);
}
