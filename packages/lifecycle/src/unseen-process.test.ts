import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { commandProcess } from './command-process.ts';
import { standIn } from './testing/stand-in.ts';

/** The system does not show this user whose the port is, as of another user's process. */
vi.mock('@ringside/host', async (original) => ({ ...(await original<object>()), ownerOf: async () => undefined }));

afterEach(() => void vi.clearAllMocks());

it('a node whose process nobody may see is known by its port: started, up, and stopped by its command', async () => {
  const { systemctl, options, running } = await standIn();
  const adapter = commandProcess({ ...options, startCommand: [...systemctl, 'start'], stopCommand: [...systemctl, 'stop'] });
  await adapter.start();
  const sentence = expect.stringContaining('whose process this user cannot see, takes CQL');
  await expect(adapter.look()).resolves.toEqual({ state: 'up', pid: undefined, sentence });
  await adapter.stop();
  expect(await running()).toEqual([]);
  await expect(adapter.look()).resolves.toMatchObject({ state: 'gone' });
});

it('one that its command does not stop is PROCESS_NOT_STOPPED, with what the command said', async () => {
  const { systemctl, options, folder } = await standIn();
  writeFileSync(join(folder, 'denied.cjs'), 'console.error("Access denied"); process.exit(4);');
  const stopCommand = [process.execPath, join(folder, 'denied.cjs')];
  const adapter = commandProcess({ ...options, startCommand: [...systemctl, 'start'], stopCommand });
  await adapter.start();
  const message = expect.stringMatching(/cannot see, takes CQL: .* failed \(exit status 4\): Access denied$/);
  await expect(adapter.stop()).rejects.toMatchObject({ code: 'PROCESS_NOT_STOPPED', message });
});
