import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectorySync } from '../vitest.ts';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { claimFolder, makeClaimedFolder, removeAbandonedFolders } from './claimed-folder.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const PREFIX = 'publisher-';
/** No process here has this id; one in another container, whose ids are others, may. */
const FOREIGN = `${PREFIX}4194999-0123456789ab-x`;
let parent: string;
let folder: string;
beforeEach(() => {
  parent = temporaryDirectorySync('abandoned');
  folder = join(parent, FOREIGN);
  mkdirSync(folder);
});

const sweep = (): Promise<void> => removeAbandonedFolders(parent, PREFIX);
const age = (path: string): void => utimesSync(path, new Date(0), new Date(0));

/** One in a process of its own that has claimed the folder. */
async function claimElsewhere(): Promise<{ kill(): Promise<void> }> {
  const script = `import { claimFolder } from './claimed-folder.ts';
    await claimFolder(${JSON.stringify(folder)}); console.log('claimed'); setInterval(() => undefined, 1_000);`;
  const args = ['--conditions=@ringside/source', '--import', 'tsx', '--input-type=module', '--eval', script];
  const child = spawn(process.execPath, args, { cwd: import.meta.dirname, stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return {
    async kill() {
      const ended = once(child, 'close');
      child.kill('SIGKILL');
      await ended;
    },
  };
}

describe('removeAbandonedFolders()', () => {
  it('keeps the folder of a live process although no process here has the id in its name, and removes it when that was killed', async () => {
    const owner = await claimElsewhere();
    age(folder);
    await sweep();
    expect(existsSync(folder)).toBe(true);
    await owner.kill();
    await sweep();
    expect(existsSync(folder)).toBe(false);
  });

  it('keeps the folder of a process that is only just beginning, for a day', async () => {
    await sweep();
    expect(existsSync(folder)).toBe(true);
    age(folder);
    await sweep();
    expect(existsSync(folder)).toBe(false);
  });

  it('removes the folder of a process that was killed before it could mark it, where its id tells', async () => {
    const made = await makeClaimedFolder(parent, PREFIX);
    made.release();
    rmSync(join(made.path, 'owner'));
    await sweep();
    expect(existsSync(made.path)).toBe(true);
    const dead = made.path.replace(`${PREFIX}${process.pid}-`, `${PREFIX}4194999-`);
    renameSync(made.path, dead);
    await sweep();
    expect(existsSync(dead)).toBe(false);
  });

  it('does not trust the silence of a socket that another kernel made', async () => {
    const owner = await claimElsewhere();
    await owner.kill();
    writeFileSync(join(folder, 'owner'), `not ${readFileSync(join(folder, 'owner'), 'utf8')}`);
    await sweep();
    expect(existsSync(folder)).toBe(true);
    age(folder);
    await sweep();
    expect(existsSync(folder)).toBe(false);
  });

  it('leaves alone what is no folder, and what has another name', async () => {
    const others = [join(parent, `${PREFIX}link`), join(parent, 'other')];
    symlinkSync(folder, others[0] ?? '');
    mkdirSync(others[1] ?? '');
    for (const other of others) age(other);
    writeFileSync(join(folder, 'x'), '');
    await sweep();
    expect(others.map((other) => existsSync(other))).toEqual([true, true]);
  });

  it('works where the path is too long for a socket: the folder stays until it is old', async () => {
    const long = join(parent, `${PREFIX}${'x'.repeat(200)}`);
    mkdirSync(long);
    const release = await claimFolder(long);
    await sweep();
    expect(existsSync(long)).toBe(true);
    release();
  });
});
