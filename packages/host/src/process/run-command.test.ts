import { access, mkdtemp, open, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { deadlineIn, systemClock } from '@ringside/core';
import { createManualClock } from '@ringside/core/testing';
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

test.runIf(process.platform === 'linux')(
  'a program that is not started yet when its signal aborts is never started (skipped where no open file is in the way)',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ringside-run-'));
    const [program, marker] = [join(folder, 'program'), join(folder, 'it-ran')];
    await writeFile(program, `#!/bin/sh\n: > '${marker}'\n`, { mode: 0o700 });
    const writer = await open(program, 'r+');
    const abort = new AbortController();
    const running = runCommand([program], { timeoutMs: 10_000, signal: abort.signal }).catch((error: unknown) => error);
    await systemClock.sleep(60);
    abort.abort();
    await writer.close();
    expect(await running).toMatchObject({ code: 'ABORTED' });
    await expect(access(marker)).rejects.toMatchObject({ code: 'ENOENT' });
  },
);

test('a command that runs at the deadline is ended, and that is an error; past its own limit, it is a result', async () => {
  const clock = createManualClock();
  const onLine = (): void => void clock.advance(1_000);
  const late = runCommand(['sh', '-c', 'echo begun; exec sleep 60'], { timeoutMs: 50_000, deadline: deadlineIn(clock, 1_000), onLine });
  await expect(late).rejects.toMatchObject({ code: 'OPERATION_TIMED_OUT', message: 'sh did not finish within 1.0 s' });
  const deadline = deadlineIn(clock, 60_000);
  expect(await runCommand(['sleep', '60'], { timeoutMs: 100, deadline })).toMatchObject({ timedOut: true, exitCode: null });
});
