import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryDirectorySync } from '@ringside/host/vitest';
import { describe, expect, it } from 'vitest';

const program = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const OWNER = program('../testing/own-processes.ts');
const MAIN = program('../main.ts');

/** Runs a TypeScript program of this package in a process of its own. */
function start(
  file: string,
  words: readonly string[],
  out: 'pipe' | number = 'pipe',
): { child: ChildProcess; ended: Promise<number | string | null> } {
  const child = spawn(process.execPath, ['--conditions=@ringside/source', '--import', 'tsx', file, ...words], {
    stdio: ['ignore', out, 'pipe'],
  });
  const ended = new Promise<number | string | null>((resolve) => child.once('exit', (code, signal) => resolve(code ?? signal)));
  return { child, ended };
}

const firstWord = (child: ChildProcess): Promise<unknown> => new Promise((resolve) => child.stdout?.once('data', resolve));
const stoppedFile = (): string => join(temporaryDirectorySync('interrupt'), 'stopped');

describe('a command that owns processes', { timeout: 60_000 }, () => {
  it.each([['stdout'], ['stderr']] as const)('stops in order when the reader of its %s goes away', async (stream) => {
    const file = stoppedFile();
    const { child, ended } = start(OWNER, [file]);
    await firstWord(child);
    child[stream]?.destroy();
    expect(await ended).toBe(0);
    expect(readFileSync(file, 'utf8')).toContain('the end of its output');
  });

  it('stops in order on a Ctrl-C that ends its reader as well', async () => {
    const file = stoppedFile();
    const { child, ended } = start(OWNER, [file]);
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
    const { child, ended } = start(MAIN, ['completion', 'bash']);
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.stdout?.destroy();
    expect([await ended, said]).toEqual([0, '']);
  });

  it.runIf(existsSync('/dev/full')).each([
    [[], /^error OUTPUT_FAILED The output could not be written: no space is left on the device\n {2}try .*\n$/],
    [['--json'], /^\{"error":\{"code":"OUTPUT_FAILED",.*\}\}\n$/],
  ])('says in one sentence that its output cannot be kept, also with %j (skipped where there is no /dev/full)', async (words, said) => {
    const full = openSync('/dev/full', 'w');
    const { child, ended } = start(MAIN, ['completion', 'bash', ...words], full);
    let text = '';
    child.stderr?.on('data', (chunk: Buffer) => (text += chunk.toString()));
    expect(await ended).toBe(74);
    expect(text).toMatch(said);
    closeSync(full);
  });

  it('keeps the exit code of its error when nobody reads that', async () => {
    const { child, ended } = start(MAIN, ['no-such-command']);
    child.stderr?.destroy();
    expect(await ended).toBe(64);
  });
});
