import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const program = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const OWNER = program('../testing/own-processes.ts');
const MAIN = program('../main.ts');

/** Runs a TypeScript program of this package in a process of its own. */
function start(file: string, ...words: string[]): { child: ChildProcess; ended: Promise<number | string | null> } {
  const child = spawn(process.execPath, ['--conditions=@ringside/source', '--import', 'tsx', file, ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | string | null>((resolve) => child.once('exit', (code, signal) => resolve(code ?? signal)));
  return { child, ended };
}

const firstWord = (child: ChildProcess): Promise<unknown> => new Promise((resolve) => child.stdout?.once('data', resolve));
const stoppedFile = (): string => join(mkdtempSync(join(tmpdir(), 'ringside-interrupt-')), 'stopped');

describe('a command that owns processes', { timeout: 60_000 }, () => {
  it.each([['stdout'], ['stderr']] as const)('stops in order when the reader of its %s goes away', async (stream) => {
    const file = stoppedFile();
    const { child, ended } = start(OWNER, file);
    await firstWord(child);
    child[stream]?.destroy();
    expect(await ended).toBe(0);
    expect(readFileSync(file, 'utf8')).toContain('the end of its output');
  });

  it('stops in order on a Ctrl-C that ends its reader as well', async () => {
    const file = stoppedFile();
    const { child, ended } = start(OWNER, file);
    await firstWord(child);
    child.kill('SIGINT');
    child.stdout?.destroy();
    child.stderr?.destroy();
    expect(await ended).toBe(0);
    expect(existsSync(file)).toBe(true);
  });
});

describe('a command that owns nothing', { timeout: 60_000 }, () => {
  it('comes to its own end when its reader has seen enough', async () => {
    const { child, ended } = start(MAIN, 'completion', 'bash');
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.stdout?.destroy();
    expect([await ended, said]).toEqual([0, '']);
  });

  it('keeps the exit code of its error when nobody reads that', async () => {
    const { child, ended } = start(MAIN, 'no-such-command');
    child.stderr?.destroy();
    expect(await ended).toBe(64);
  });
});
