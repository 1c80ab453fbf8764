import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** Runs a program on a terminal of its own, closes that once it has said something, and prints how the program ended. */
const CLOSE_TERMINAL = `
import os, pty, sys
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[1], sys.argv[1:])
os.read(terminal, 100)
os.close(terminal)
status = os.waitpid(pid, 0)[1]
print('signal' if os.WIFSIGNALED(status) else 'exit', os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status))
`;

/** Ends with 7, soon after its terminal is gone. */
const PROGRAM = `
const [, , helper] = process.argv;
if (helper !== undefined) (await import(helper)).surviveClosedTerminal();
const waiting = setTimeout(() => process.exit(1), 60_000);
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
process.on('SIGHUP', () => {
  clearTimeout(waiting);
  process.exitCode = 7;
});
console.log('ready');
`;

/** From 22 on, Node itself leaves a terminal alone that is gone. */
const LAST_THAT_ABORTS = 20;
const major = Number(process.versions.node.split('.')[0]);
const hasPython = spawnSync('python3', ['-c', 'import pty']).status === 0;

describe.runIf(hasPython)('surviveClosedTerminal() (skipped where there is no Python, which gives the terminal)', () => {
  let folder;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'ringside-terminal-'));
    writeFileSync(join(folder, 'program.mjs'), PROGRAM);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const run = (...helper) => {
    const words = ['-c', CLOSE_TERMINAL, process.execPath, join(folder, 'program.mjs'), ...helper];
    return spawnSync('python3', words, { encoding: 'utf8', timeout: 90_000 }).stdout.trim();
  };

  it('lets a program end by itself when its terminal is closed', () => {
    expect(run(new URL('host.mjs', import.meta.url).pathname)).toBe('exit 7');
  });

  it(`is needed up to Node ${LAST_THAT_ABORTS}, which ends with SIGABRT without it`, { retry: 0 }, () => {
    expect(run()).toBe(major <= LAST_THAT_ABORTS ? 'signal 6' : 'exit 7');
  });
});
