import { chmodSync, chownSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newHome, writeRing } from '../testing/fake-ring.ts';
import { run } from '../testing/run.ts';

const NOBODY = 65_534;

describe('a state folder that other users could write to', () => {
  it('is closed to them, with the folders that the ring loads code from', async () => {
    const home = newHome();
    writeRing(home, ['node1']);
    const folders = [home, join(home, 'ring'), join(home, 'ring', 'node1', 'tmp')];
    mkdirSync(join(home, 'ring', 'node1', 'tmp'), { recursive: true });
    for (const folder of folders) chmodSync(folder, 0o777);
    expect((await run(['down', '--directory', home])).exitCode).toBe(0);
    expect(folders.map((folder) => statSync(folder).mode & 0o022)).toEqual([0, 0, 0]);
  });

  it.runIf(process.getuid?.() === 0).each([
    ['up', 'ring/ring.json'],
    ['up', 'ring/node1/tmp/libjna.so'],
    ['up', 'ring/node1/conf/logback.xml'],
    ['cluster logs node1', 'ring/ring.json'],
    ['down', 'sidecars/node1.json'],
  ])(
    'is not used by ringside %s when somebody else has put %s there (skipped where the tests do not run as root)',
    async (command, file) => {
      const home = newHome();
      writeRing(home, ['node1']);
      const path = join(home, file);
      mkdirSync(join(path, '..'), { recursive: true });
      if (!file.endsWith('ring.json')) writeFileSync(path, '');
      chownSync(file.includes('/tmp/') ? join(path, '..') : path, NOBODY, NOBODY);
      const { exitCode, err } = await run([...command.split(' '), '--directory', home, ...(command === 'up' ? ['--dry-run'] : [])]);
      expect([exitCode, err]).toEqual([77, expect.stringContaining('belongs to another user')]);
    },
  );
});
