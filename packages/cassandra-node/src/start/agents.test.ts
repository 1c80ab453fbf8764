import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '@ringside/host/vitest';
import { agentsFrom } from './agents.ts';

test('every jar of the folder is an agent, in order, with the options beside it', async () => {
  const directory = await temporaryDirectory('agents');
  for (const [name, text] of [
    ['b.jar', ''],
    ['a.jar', ''],
    ['b.options', 'port=1,host=127.0.0.1\n'],
    ['notes.txt', 'x'],
  ] as const) {
    await writeFile(join(directory, name), text);
  }
  expect(await agentsFrom(directory)).toEqual([
    { jar: join(directory, 'a.jar') },
    { jar: join(directory, 'b.jar'), options: 'port=1,host=127.0.0.1' },
  ]);
});

test('no folder means no agents, and a missing one is an error', async () => {
  expect(await agentsFrom(undefined)).toEqual([]);
  await expect(agentsFrom('/nowhere/agents')).rejects.toMatchObject({
    code: 'NOT_FOUND',
    remedy: 'Create it, or leave agentsDirectory out.',
  });
});
