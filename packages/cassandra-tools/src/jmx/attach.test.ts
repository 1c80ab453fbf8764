import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '@ringside/core';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryDirectory } from '@ringside/host/vitest';
import { diagnose } from './attach.ts';

test.runIf(process.platform === 'linux')(
  'a link where the attach file belongs is neither written through nor followed by a signal to the process (skipped where there is no /proc)',
  async () => {
    const directory = await temporaryDirectory('attach');
    const victim = join(directory, 'victim');
    await writeFile(victim, 'kept');
    const child = spawn(process.execPath, ['-e', 'setTimeout(() => undefined, 60_000)'], { cwd: directory });
    onTestFinished(() => void child.kill('SIGKILL'));
    await once(child, 'spawn');
    const pid = child.pid as number;
    await symlink(victim, join(directory, `.attach_pid${pid}`));
    await expect(diagnose(pid, 'VM.version', systemClock)).rejects.toMatchObject({
      code: 'PERMISSION_DENIED',
      remedy: expect.stringContaining(`.attach_pid${pid}`),
    });
    expect([await readFile(victim, 'utf8'), child.exitCode, child.signalCode]).toEqual(['kept', null, null]);
  },
);
