import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identityOf, isRunning } from '@ringside/host';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runCommand } from './command.ts';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'ringside-command-'));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

// A process that has ended and waits for its parent to ask for its exit code still has its id.
const isAlive = (pid: number): boolean => isRunning(identityOf(pid));
const pidIn = (file: string): number => Number(readFileSync(join(cwd, file), 'utf8'));

describe('runCommand()', () => {
  it('gives the exit code and what was printed', async () => {
    const { signal } = new AbortController();
    expect(await runCommand(['bash', '-c', 'echo one; echo two >&2; exit 3'], { cwd, signal })).toMatchObject({
      exitCode: 3,
      stdout: 'one\n',
    });
  });

  // A shell that waits for another one, as npm and Nx do; the inner one leaves its process id.
  const NESTED = "bash -c 'echo $$ > inner; sleep 300 & wait' & wait";
  const started = (): Promise<boolean> =>
    vi.waitFor(() => expect(existsSync(join(cwd, 'inner')) && pidIn('inner') > 0).toBe(true), 10_000).then(() => true);

  it('ends all that an interrupted command has started, before it returns', async () => {
    const stop = new AbortController();
    const run = runCommand(['bash', '-c', NESTED], { cwd, signal: stop.signal });
    await Promise.all([expect(run).rejects.toThrow('interrupted'), started().then(() => stop.abort(new Error('interrupted')))]);
    expect(isAlive(pidIn('inner'))).toBe(false);
  });

  it('ends all of a command whose time is over, and says so', async () => {
    const { signal } = new AbortController();
    await expect(runCommand(['bash', '-c', NESTED], { cwd, signal, limitMs: 1_000 })).rejects.toThrow('did not end within 1 s');
    expect(isAlive(pidIn('inner'))).toBe(false);
  });

  it('starts nothing when it was interrupted already', async () => {
    await expect(runCommand(['touch', 'started'], { cwd, signal: AbortSignal.abort() })).rejects.toThrow('The benchmark was interrupted');
    expect(existsSync(join(cwd, 'started'))).toBe(false);
  });
});
