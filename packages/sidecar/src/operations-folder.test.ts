import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSimulatedSidecar } from './testing.ts';

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'operations-'));
});
afterEach(() => rmSync(parent, { recursive: true }));

/** Starts a sidecar that takes part in operations with this folder, and ends it. */
async function startWith(directory: string): Promise<void> {
  const operations = { enabled: true, directory };
  const sidecar = await startSimulatedSidecar({ config: { operations, cassandra: { lifecycle: { unit: 'cassandra' } } } });
  await sidecar.close();
}

describe('the folder of operations', () => {
  it('is made when the sidecar starts, for its user alone', async () => {
    const directory = join(parent, 'new', 'operations');
    await startWith(directory);
    expect(statSync(directory).mode & 0o777).toBe(0o700);
  });

  it('that cannot be made keeps the sidecar from starting', async () => {
    const file = join(parent, 'file');
    writeFileSync(file, '');
    await expect(startWith(file)).rejects.toMatchObject({ code: 'CONFIG_INVALID', message: expect.stringContaining('it is not a folder') });
    await expect(startWith(join(file, 'operations'))).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringMatching(/^operations\.directory cannot be used: /),
    });
  });

  it('that others can write to keeps the sidecar from starting', async () => {
    const open = join(parent, 'open');
    mkdirSync(open);
    chmodSync(open, 0o777);
    await expect(startWith(open)).rejects.toMatchObject({ message: expect.stringContaining('other users can write to it') });
  });
});
