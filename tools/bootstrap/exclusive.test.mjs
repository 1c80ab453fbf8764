import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exclusively, lockFile, touch } from './exclusive.mjs';

let folder;
let path;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringside-lock-'));
  path = lockFile('/some/clone', folder);
});
afterEach(() => rmSync(folder, { recursive: true }));

const options = () => ({ signal: new AbortController().signal, onWait() {} });

describe('exclusively()', () => {
  it('lets the second launcher in when the first is done, and tells it whom it waits for', async () => {
    const events = [];
    const first = exclusively(path, () => sleep(50).then(() => events.push('first')), options());
    const second = exclusively(path, async () => events.push('second'), { ...options(), onWait: (pid) => events.push(pid) });
    await Promise.all([first, second]);
    expect(events).toEqual([process.pid, 'first', 'second']);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('takes over from a launcher that was killed, and from one that is silent', async () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    writeFileSync(path, JSON.stringify({ pid, token: 'theirs' }));
    await expect(exclusively(path, async () => 'mine', options())).resolves.toBe('mine');
    writeFileSync(path, JSON.stringify({ pid: process.pid, token: 'theirs' }));
    utimesSync(path, 1, 1);
    await expect(exclusively(path, async () => 'mine', options())).resolves.toBe('mine');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('stops waiting when it is interrupted', async () => {
    writeFileSync(path, JSON.stringify({ pid: process.pid, token: 'theirs' }));
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
    expect(lockFile('/a')).not.toBe(lockFile('/b'));
  });
});

describe('touch()', () => {
  const modifiedMs = () => statSync(path).mtimeMs;

  it('keeps its own lock young and leaves one that another took, or that is gone, alone', () => {
    writeFileSync(path, JSON.stringify({ pid: process.pid, token: 'mine' }));
    utimesSync(path, 1, 1);
    touch(path, { token: 'theirs' });
    expect(modifiedMs()).toBe(1_000);
    touch(path, { token: 'mine' });
    expect(modifiedMs()).toBeGreaterThan(1_000);
    rmSync(path);
    expect(() => touch(path, { token: 'mine' })).not.toThrow();
  });
});
