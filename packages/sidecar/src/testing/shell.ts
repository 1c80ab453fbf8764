import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Runs a line in a POSIX shell, as a reader would who pastes it; rejects if it fails. */
export async function shell(line: string): Promise<{ readonly stdout: string }> {
  return promisify(execFile)('sh', ['-c', line], { timeout: 30_000 });
}
