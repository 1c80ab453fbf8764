import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { markOf } from '@ringside/host';
import { exclusively, lockFile, lockFolders, touch } from './exclusive.mjs';

let folder;
let path;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringside-lock-'));
  path = lockFile('/some/clone', [folder]);
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The lock of a launcher that is this process, but for what is given. */
const markWith = (change) => JSON.stringify({ ...markOf(), ...change });
const options = () => ({ signal: new AbortController().signal, onWait() {} });

/** Something that one waits for and another makes happen. */
function moment() {
  let come = () => {};
  const comes = new Promise((resolve) => {
    come = resolve;
  });
  return { come, comes };
}

describe('exclusively()', () => {
  it('lets the second launcher in when the first is done, and tells it whom it waits for', async () => {
    const events = [];
    const [firstIsIn, secondWaits] = [moment(), moment()];
    const work = async () => {
      firstIsIn.come();
      await secondWaits.comes;
      events.push('first');
    };
    const onWait = (pid) => {
      events.push(pid);
      secondWaits.come();
    };
    const first = exclusively(path, work, options());
    await firstIsIn.comes;
    const second = exclusively(path, async () => events.push('second'), { ...options(), onWait });
    await Promise.all([first, second]);
    expect(events).toEqual([process.pid, 'first', 'second']);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('takes over from a launcher that was killed, and from one that is silent', async () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    writeFileSync(path, markWith({ pid }));
    await expect(exclusively(path, async () => 'mine', options())).resolves.toBe('mine');
    writeFileSync(path, markWith({}));
    utimesSync(path, 1, 1);
    await expect(exclusively(path, async () => 'mine', options())).resolves.toBe('mine');
    const ahead = new Date(Date.now() + 3_600_000);
    writeFileSync(path, markWith({}));
    utimesSync(path, ahead, ahead);
    await expect(exclusively(path, async () => 'mine', options())).resolves.toBe('mine');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('takes over from a launcher whose process id another program has by now', async () => {
    writeFileSync(path, markWith({ startedAt: 'earlier:1' }));
    await expect(exclusively(path, async () => 'mine', options())).resolves.toBe('mine');
  });

  it('lets one of many in at a time when a launcher was killed', async () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    writeFileSync(path, markWith({ pid }));
    let inside = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, (inside += 1));
      await sleep(1);
      inside -= 1;
    };
    await Promise.all(Array.from({ length: 8 }, () => exclusively(path, work, options())));
    expect(most).toBe(1);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('does not judge a holder on another machine by the process ids of this one', async () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    writeFileSync(path, markWith({ pid, host: 'another', pidNamespace: 'pid:[1]' }));
    const controller = new AbortController();
    const waiting = exclusively(path, async () => 'mine', { signal: controller.signal, onWait: () => controller.abort() });
    await expect(waiting).rejects.toMatchObject({ exitCode: 130 });
  });

  it('stops waiting when it is interrupted', async () => {
    writeFileSync(path, markWith({}));
    const controller = new AbortController();
    const waiting = exclusively(path, async () => 'mine', { signal: controller.signal, onWait: () => controller.abort() });
    await expect(waiting).rejects.toMatchObject({ exitCode: 130 });
  });

  it('gives the lock back when the work fails', async () => {
    const failing = exclusively(path, () => Promise.reject(new Error('no luck')), options());
    await expect(failing).rejects.toThrow('no luck');
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('lockFile()', () => {
  it('differs from clone to clone', () => {
    expect(lockFile('/a', [folder])).not.toBe(lockFile('/b', [folder]));
  });

  it('lies in the cache of this user, or in a private folder where there can be no cache', () => {
    const folders = lockFolders({ RINGSIDE_CACHE: join(folder, 'cache') });
    expect(lockFile('/a', folders).startsWith(join(folder, 'cache', 'locks'))).toBe(true);
    writeFileSync(join(folder, 'file'), '');
    const second = join(folder, 'second');
    expect(lockFile('/a', [join(folder, 'file', 'locks'), second]).startsWith(second)).toBe(true);
    expect(statSync(second).mode & 0o777).toBe(0o700);
  });

  it('never lies where another user could have put it: the start is refused at once, with what is in the way', () => {
    const [open, link] = ['open', 'link'].map((name) => join(folder, name));
    mkdirSync(open);
    chmodSync(open, 0o777);
    symlinkSync(tmpdir(), link);
    expect(() => lockFile('/a', [open, link])).toThrow(/open \(other users can write to it\), .*link \(it is not a folder\)/);
  });

  it.runIf(process.getuid?.() === 0)('refuses a folder that another user owns (skipped where the tests do not run as root)', () => {
    const theirs = join(folder, 'theirs');
    mkdirSync(theirs, { mode: 0o700 });
    chownSync(theirs, 65_534, 65_534);
    expect(() => lockFile('/a', [theirs])).toThrow(/belongs to another user/);
  });
});

describe('touch()', () => {
  const modifiedMs = () => statSync(path).mtimeMs;

  it('keeps its own lock young and leaves one that another took, or that is gone, alone', () => {
    writeFileSync(path, 'mine');
    utimesSync(path, 1, 1);
    touch(path, 'theirs');
    expect(modifiedMs()).toBe(1_000);
    touch(path, 'mine');
    expect(modifiedMs()).toBeGreaterThan(1_000);
    rmSync(path);
    expect(() => touch(path, 'mine')).not.toThrow();
  });
});
