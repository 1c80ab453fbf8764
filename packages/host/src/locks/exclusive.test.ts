import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@ringside/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { markOf, type ProcessMark } from '../process/mark.ts';
import { exclusively } from './exclusive.ts';

let directory: string;
let path: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'ringside-lock-'));
  path = join(directory, 'x.lock');
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const options = { clock: systemClock, withinMs: 10_000, pollMs: 2 };
const holder = (change: Partial<ProcessMark> = {}): string => JSON.stringify({ ...markOf(), token: 'theirs', ...change });

describe('exclusively()', () => {
  it('lets one worker in at a time, and every one in the end', async () => {
    let inside = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      inside += 1;
      most = Math.max(most, inside);
      await systemClock.sleep(1);
      inside -= 1;
    };
    await Promise.all(Array.from({ length: 12 }, () => exclusively(path, work, options)));
    expect(most).toBe(1);
    expect(await readdir(directory)).toEqual([]);
  });

  it('gives the lock back when the work fails', async () => {
    const failing = exclusively(path, () => Promise.reject(new Error('no luck')), options);
    await expect(failing).rejects.toThrow('no luck');
    await expect(exclusively(path, () => Promise.resolve('next'), options)).resolves.toBe('next');
  });

  it('takes over from a process that has died', async () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    await writeFile(path, holder({ pid }));
    await expect(exclusively(path, () => Promise.resolve('mine'), options)).resolves.toBe('mine');
    expect(await readdir(directory)).toEqual([]);
  });

  it('takes over from a process of another host only after a long silence', async () => {
    await writeFile(path, holder({ host: 'elsewhere', pidNamespace: 'pid:[1]' }));
    const waiting = exclusively(path, () => Promise.resolve(), { ...options, withinMs: 50 });
    await expect(waiting).rejects.toMatchObject({ code: 'OPERATION_TIMED_OUT' });
    await utimes(path, 1, 1);
    await expect(exclusively(path, () => Promise.resolve('mine'), options)).resolves.toBe('mine');
  });

  it('takes over from a process whose id another one has by now', async () => {
    await writeFile(path, holder({ startedAt: 'earlier:1' }));
    await expect(exclusively(path, () => Promise.resolve('mine'), options)).resolves.toBe('mine');
  });

  it.each([
    ['long ago', 1],
    ['far ahead, by a clock that was wrong', Date.now() / 1_000 + 3_600],
  ])('takes over from a process that was last heard of %s', async (_, seconds) => {
    await writeFile(path, holder());
    await utimes(path, seconds, seconds);
    await expect(exclusively(path, () => Promise.resolve('mine'), options)).resolves.toBe('mine');
    expect(await readdir(directory)).toEqual([]);
  });

  it('takes over from a process that was killed while it held the lock, and another that waits gets in after it', async () => {
    const module = JSON.stringify(join(import.meta.dirname, 'exclusive.ts'));
    const script = `import { exclusively } from ${module}; import { systemClock } from '@ringside/core';
      await exclusively(${JSON.stringify(path)}, () => new Promise(() => console.log('in')), { clock: systemClock, withinMs: 1e4 });`;
    const words = ['--conditions=@ringside/source', '--import', 'tsx', '--input-type=module', '-e', script];
    const child = spawn(process.execPath, words, { cwd: import.meta.dirname, stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    const order: string[] = [];
    const both = ['first', 'second'].map((name) => exclusively(path, async () => void order.push(name), { ...options, withinMs: 60_000 }));
    await systemClock.sleep(20);
    expect(order).toEqual([]);
    child.kill('SIGKILL');
    await Promise.all(both);
    expect(order.toSorted()).toEqual(['first', 'second']);
    expect(await readdir(directory)).toEqual([]);
  });

  it('says once that it waits and for whom, and stops waiting when aborted', async () => {
    await writeFile(path, holder());
    const controller = new AbortController();
    let told = 0;
    const waiting = exclusively(path, () => Promise.resolve(), {
      ...options,
      signal: controller.signal,
      onWait: (by) => {
        told += by?.pid === process.pid ? 1 : 0;
        setTimeout(() => controller.abort(), 20);
      },
    });
    await expect(waiting).rejects.toMatchObject({ code: 'ABORTED' });
    expect(told).toBe(1);
  });

  it('leaves a lock alone that another one took over while it was stopped', async () => {
    const work = async (): Promise<number> => {
      await writeFile(path, holder());
      await utimes(path, 1, 1);
      await systemClock.sleep(50);
      return (await stat(path)).mtimeMs;
    };
    expect(await exclusively(path, work, { ...options, staleMs: 4 })).toBe(1_000);
    expect(await readdir(directory)).toEqual(['x.lock']);
  });

  it('does not wait where there is no folder for its lock', async () => {
    const waiting = exclusively(join(directory, 'gone', 'x.lock'), () => Promise.resolve(), options);
    await expect(waiting).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
