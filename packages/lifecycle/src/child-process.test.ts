import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '@ringside/core';
import { markOf, membersOf } from '@ringside/host';
import { describe, expect, it } from 'vitest';
import { type ChildProcess, childProcess, type ChildProcessOptions } from './child-process.ts';
import { type StandIn, standIn } from './testing/stand-in.ts';

interface Made extends StandIn {
  readonly all: ChildProcessOptions;
  readonly make: (over?: Partial<ChildProcessOptions>) => ChildProcess;
  readonly pidFile: string;
}

async function made(): Promise<Made> {
  const stand = await standIn();
  const all: ChildProcessOptions = { ...stand.options, command: stand.command, log: join(stand.folder, 'console.log') };
  const pidFile = join(all.stateFolder, `${all.node.replace(':', '_')}.pid`);
  return { ...stand, all, pidFile, make: (over = {}) => childProcess({ ...all, ...over }) };
}

describe('start() of a child', () => {
  it('makes a process that leads a group of its own, with its console in a log for its user alone', async () => {
    const { make, all, identities } = await made();
    await make().start();
    expect(membersOf(identities())).toEqual(identities());
    expect(readFileSync(all.log, 'utf8')).toMatch(/^--- Starting at \d{4}-.*Z ---\nstand-in starts\n$/);
    expect(statSync(all.log).mode & 0o777).toBe(0o600);
  });

  it('is found by its pid file before its port is open, by a sidecar that knows nothing else', async () => {
    const { make, starts, folder } = await made();
    writeFileSync(join(folder, 'conduct'), 'held');
    const abort = new AbortController();
    const starting = make()
      .start({ signal: abort.signal })
      .catch((error: unknown) => error);
    await expect.poll(async () => (await make().look()).state, { interval: 5 }).toBe('starting');
    abort.abort();
    expect(await starting).toMatchObject({ code: 'ABORTED' });
    writeFileSync(join(folder, 'open'), '');
    await make().start();
    expect(await starts()).toHaveLength(1);
  });

  it('tells how the process ended and its last words, and never those of an earlier start', async () => {
    const { make, all, behave, lastWords } = await made();
    await behave('failing');
    const reason = `it ended while it started: exit status 3; its console ends with: stand-in starts | ERROR ${lastWords}`;
    const message = `Cassandra at ${all.node} did not start: ${reason}`;
    await expect(make().start()).rejects.toMatchObject({ code: 'PROCESS_NOT_STARTED', message });
    const silent = make({ command: [process.execPath, '-e', 'process.exit(7)'] });
    await expect(silent.start()).rejects.toMatchObject({
      message: expect.stringMatching(/it ended while it started: exit status 7$/),
    });
  });

  it.each([
    ['is not there', { command: ['/nonexistent/cassandra'] }],
    ['has no folder to run in', { directory: '/nonexistent' }],
    ['has no folder for its log', { log: '/nonexistent/console.log' }],
  ])('is PROCESS_NOT_STARTED where its program %s', async (_, over) => {
    const { make } = await made();
    await expect(make(over).start()).rejects.toMatchObject({ code: 'PROCESS_NOT_STARTED', message: expect.stringContaining('ENOENT') });
  });

  it('starts nothing where the pid file names a process of another machine', async () => {
    const { make, pidFile, starts } = await made();
    await make().stop(); // makes the folder
    writeFileSync(pidFile, JSON.stringify({ ...markOf(), startedAt: 'another:1', host: 'elsewhere.example', pidNamespace: 'pid:[1]' }));
    const message = expect.stringContaining('another container or machine, elsewhere.example');
    await expect(make().start()).rejects.toMatchObject({ code: 'PROCESS_NOT_STARTED', message });
    expect(await starts()).toEqual([]);
  });

  it('takes over the pid file of a process that ended, also one that another process has by its id alone', async () => {
    const { make, pidFile, running } = await made();
    await make().stop();
    writeFileSync(pidFile, JSON.stringify({ ...markOf(), startedAt: 'earlier' }));
    await make().start();
    expect(JSON.parse(readFileSync(pidFile, 'utf8'))).toMatchObject({ pid: (await running())[0] });
  });
});

describe('start() of a child whose lock was lost', () => {
  it('ends the second process: the first one has the pid file', async () => {
    const { make, pidFile, starts, running } = await made();
    /** Another program starts a process, for which this one stands, just before this one does. */
    const nowMs = (): number => {
      writeFileSync(pidFile, JSON.stringify(markOf()));
      return Date.now();
    };
    const message = expect.stringContaining('another process has its pid file');
    await expect(make({ clock: { ...systemClock, nowMs } }).start()).rejects.toMatchObject({ code: 'PROCESS_NOT_STARTED', message });
    await expect.poll(running).toEqual([]);
    expect((await starts()).length).toBeLessThanOrEqual(1);
    expect(JSON.parse(readFileSync(pidFile, 'utf8'))).toEqual(markOf());
  });
});

describe('stop() of a child', () => {
  it('drains before SIGTERM', async () => {
    const { make, all } = await made();
    const consoles: string[] = [];
    const adapter = make({ drain: async () => void consoles.push(readFileSync(all.log, 'utf8')) });
    await adapter.start();
    await adapter.stop();
    expect(consoles).toEqual([expect.not.stringContaining('SIGTERM')]);
    expect(readFileSync(all.log, 'utf8')).toContain('got SIGTERM');
  });

  it.each([
    ['fails', () => Promise.reject(new Error('drained already'))],
    ['hangs', () => new Promise<void>(() => undefined)],
  ])('goes on where the drain %s', async (_, drain) => {
    const { make, running } = await made();
    const adapter = make({ drain });
    await adapter.start();
    await adapter.stop();
    expect(await running()).toEqual([]);
  });

  it('ends what the process has started, such as the node of a script', async () => {
    const { make, command, running } = await made();
    const adapter = make({ command: ['/bin/sh', '-c', `"$@"; exit`, 'wrapper', ...command] });
    await adapter.start();
    expect((await adapter.look()).pid).not.toBe((await running())[0]);
    await adapter.stop();
    expect(await running()).toEqual([]);
  });
});

describe('whyEnded() and revive()', () => {
  it('know nothing of a node that was never started, runs, or was stopped on purpose, also after the sidecar has restarted', async () => {
    const { make, starts } = await made();
    const expectNothing = async (): Promise<void> => {
      for (const adapter of [first, make()]) {
        await expect(adapter.whyEnded()).resolves.toBeUndefined();
        await expect(adapter.revive()).resolves.toBe(false);
      }
    };
    const first = make();
    await expectNothing();
    await first.start();
    await expectNothing();
    await first.stop();
    await expectNothing();
    expect(await starts()).toHaveLength(1);
  });

  it('a stop of what has ended by itself is one on purpose', async () => {
    const { make, clear } = await made();
    const adapter = make();
    await adapter.start();
    await clear();
    await expect(adapter.whyEnded()).resolves.toContain('killed by SIGKILL');
    await adapter.stop();
    await expect(adapter.whyEnded()).resolves.toBeUndefined();
    await adapter.start();
    await clear();
    await expect(adapter.whyEnded()).resolves.toContain('killed by SIGKILL');
  });

  it('a process that was killed is gone by itself, which look() says, and is started again once', async () => {
    const { make, clear, starts, running } = await made();
    const [parent, restarted] = [make(), make()];
    await parent.start();
    await clear();
    await expect(parent.look()).resolves.toMatchObject({ state: 'gone', sentence: expect.stringContaining('killed by SIGKILL') });
    await expect(restarted.whyEnded()).resolves.toBe('its console ends with: stand-in starts');
    expect((await Promise.all([parent.revive(), restarted.revive()])).toSorted()).toEqual([false, true]);
    await expect.poll(starts).toHaveLength(2);
    await restarted.start();
    expect([(await starts()).length, await running()]).toEqual([2, (await starts()).slice(1)]);
  });
});

describe('rotateLog()', () => {
  it('moves a log that is longer than its size, and the process goes on writing at its begin', async () => {
    const { make, all } = await made();
    const adapter = make({ logBytes: 10, drain: async () => undefined });
    await adapter.rotateLog();
    expect(existsSync(`${all.log}.1`)).toBe(false);
    await adapter.start();
    await adapter.rotateLog();
    expect(readFileSync(`${all.log}.1`, 'utf8')).toContain('stand-in starts');
    expect(statSync(`${all.log}.1`).mode & 0o777).toBe(0o600);
    await adapter.stop();
    expect(readFileSync(all.log, 'utf8')).toBe('got SIGTERM\n');
  });
});
