import { mkdtemp, open, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCommand } from './run-command.ts';

test.runIf(process.platform === 'linux')(
  'a program that somebody still has open for writing is started once it is closed (skipped where that is no obstacle)',
  async () => {
    const program = join(await mkdtemp(join(tmpdir(), 'ringside-run-')), 'program');
    await writeFile(program, '#!/bin/sh\necho it runs\n', { mode: 0o700 });
    const writer = await open(program, 'r+');
    const running = runCommand([program], { timeoutMs: 10_000 });
    setTimeout(() => void writer.close(), 60);
    expect(await running).toMatchObject({ exitCode: 0, lines: ['it runs'] });
  },
);
