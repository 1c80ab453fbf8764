import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { systemClock } from '@ringside/core';
import { identityOf, isRunning } from '@ringside/host';
import { describe, expect, it, onTestFinished } from 'vitest';
import { commandProcess, type CommandProcessOptions } from './command-process.ts';
import { standInUnderSystemd, type StandIn } from './testing/stand-in.ts';
import { commandsOfUnit } from './unit.ts';

interface Made extends StandIn {
  readonly all: CommandProcessOptions;
}

async function made(): Promise<Made> {
  const stand = await standInUnderSystemd();
  return { ...stand, all: { ...stand.options, ...commandsOfUnit('cassandra') } };
}

/** A command that is a program of Node.js. */
function program({ folder }: Made, name: string, text: string): readonly string[] {
  const file = join(folder, name);
  writeFileSync(file, text);
  return [process.execPath, file];
}

describe('start() by a command', () => {
  it('tells what a command said that failed, and runs no shell', async () => {
    const { all } = await made();
    const unknown = commandProcess({ ...all, startCommand: ['systemctl', 'start', 'unknown'] });
    const message = expect.stringMatching(/did not start: systemctl start failed \(exit status 5\): Unit unknown\.service not found\./);
    await expect(unknown.start()).rejects.toMatchObject({ code: 'PROCESS_NOT_STARTED', message });
    const shell = commandProcess({ ...all, startCommand: ['true; systemctl start cassandra'] });
    await expect(shell.start()).rejects.toMatchObject({ code: 'PROCESS_NOT_STARTED', message: expect.stringContaining('ENOENT') });
  });

  it('does not wait for the output of the daemon that its command started', async () => {
    const stand = await made();
    const text = `require('node:child_process').spawn(${JSON.stringify(stand.command[0])}, ${JSON.stringify(stand.command.slice(1))}, { stdio: 'inherit' }).unref();`;
    const adapter = commandProcess({ ...stand.all, startCommand: program(stand, 'daemon.cjs', text) });
    await adapter.start();
    await expect(adapter.look()).resolves.toMatchObject({ state: 'up', pid: (await stand.running())[0] });
  });

  it('ends a command that does not end, and leaves the server that it started', async () => {
    const stand = await made();
    const text = `require('node:child_process').spawn(${JSON.stringify(stand.command[0])}, ${JSON.stringify(stand.command.slice(1))}, { stdio: 'ignore' }); console.log('waiting for it');`;
    const times = { ...stand.all.times, startMs: 2_000 };
    const adapter = commandProcess({ ...stand.all, times, startCommand: program(stand, 'hangs.cjs', text) });
    const message = expect.stringMatching(/did not end within 2\.0 s: waiting for it/);
    await expect(adapter.start()).rejects.toMatchObject({ code: 'PROCESS_NOT_STARTED', message });
    expect(await stand.running()).toHaveLength(1);
    await expect(adapter.look()).resolves.toMatchObject({ state: 'up' });
  });

  it('keeps what it said for its user alone, in a folder of the same kind', async () => {
    const { all, options } = await made();
    await commandProcess(all).start();
    const modes = [options.stateFolder, join(options.stateFolder, `${options.node.replace(':', '_')}.start.log`)];
    expect(modes.map((path) => statSync(path).mode & 0o777)).toEqual([0o700, 0o600]);
  });
});

describe('stop() by a command', () => {
  it.each([
    ['fails', ['systemctl', 'stop', 'unknown']],
    ['cannot be run', ['/nonexistent/stop']],
    ['succeeds and does nothing', ['true']],
  ])('sends SIGTERM where its command %s', async (_, stopCommand) => {
    const { all, running, folder } = await made();
    const adapter = commandProcess({ ...all, stopCommand });
    await adapter.start();
    await adapter.stop();
    expect(await running()).toEqual([]);
    expect(readFileSync(join(folder, 'journal'), 'utf8')).toContain('got SIGTERM');
  });

  it('goes on after the bound of a command that hangs, and ends that with what it started', async () => {
    const stand = await made();
    const text = `const child = require('node:child_process').spawn('sleep', ['60']); require('node:fs').writeFileSync(${JSON.stringify(join(stand.folder, 'helper'))}, String(child.pid));`;
    const adapter = commandProcess({ ...stand.all, stopCommand: program(stand, 'stop.cjs', text) });
    await adapter.start();
    await adapter.stop();
    expect(await stand.running()).toEqual([]);
    const helper = Number(readFileSync(join(stand.folder, 'helper'), 'utf8'));
    await expect.poll(() => isRunning(identityOf(helper))).toBe(false);
  });

  it('is PROCESS_NOT_STOPPED where something starts the node again', async () => {
    const stand = await made();
    const text = `const run = (verb) => require('node:child_process').execFileSync('systemctl', [verb, 'cassandra']); run('stop'); run('start');`;
    const times = { ...stand.all.times, stopMs: 60_000 };
    const adapter = commandProcess({ ...stand.all, times, stopCommand: program(stand, 'again.cjs', text) });
    await adapter.start();
    const message = expect.stringContaining('something started it again');
    await expect(adapter.stop()).rejects.toMatchObject({ code: 'PROCESS_NOT_STOPPED', message });
  });
});

describe('another program that has the port of the node', () => {
  it('is not the node: it is neither waited for nor ended', async () => {
    const { all } = await made();
    const stranger = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => stranger.listen(all.cql.port, all.cql.address, resolve));
    onTestFinished(() => void stranger.close());
    const adapter = commandProcess({ ...all, find: async () => undefined, stopCommand: [process.execPath, '--version'] });
    await expect(adapter.look()).resolves.toMatchObject({
      state: 'gone',
      sentence: expect.stringContaining(`(pid ${process.pid}) has its CQL port`),
    });
    await adapter.stop();
    expect(stranger.listening).toBe(true);
  });
});

describe('look()', () => {
  it('asks nobody for a process that it knows, and finds the next one at once', async () => {
    const { all, send, running } = await made();
    let asked = 0;
    const find = async (): Promise<number | undefined> => {
      asked += 1;
      return await all.find?.();
    };
    const adapter = commandProcess({ ...all, find });
    await adapter.start();
    const before = asked;
    for (let round = 0; round < 20; round += 1) await adapter.look();
    expect(asked).toBe(before);
    await send('SIGKILL');
    await expect.poll(async () => (await adapter.look()).state).toBe('gone');
    await commandProcess(all).start();
    await expect(adapter.look()).resolves.toMatchObject({ state: 'up', pid: (await running())[0] });
  });

  it('sees a node that starts before its port is open, and counts a find that fails as nothing found', async () => {
    const { all, folder } = await made();
    writeFileSync(join(folder, 'conduct'), 'held');
    const abort = new AbortController();
    const starting = commandProcess(all)
      .start({ signal: abort.signal })
      .catch((error: unknown) => error);
    await expect.poll(async () => (await commandProcess(all).look()).state).toBe('starting');
    abort.abort();
    expect(await starting).toMatchObject({ code: 'ABORTED' });
    writeFileSync(join(folder, 'open'), '');
    const blind = commandProcess({ ...all, find: () => Promise.reject(new Error('no bus')) });
    await expect.poll(async () => (await blind.look()).state).toBe('up');
  });
});

describe('commandsOfUnit()', () => {
  it('names the unit in each command', async () => {
    const { startCommand, stopCommand, wordsCommand } = commandsOfUnit('cassandra@2.service');
    expect([startCommand, stopCommand]).toEqual([
      ['systemctl', 'start', 'cassandra@2.service'],
      ['systemctl', 'stop', 'cassandra@2.service'],
    ]);
    expect(wordsCommand).toContain('cassandra@2.service');
  });

  it.each(['--force', '-H', '', 'a b', 'a;b', '../x', 'cassandra.service\n'])('refuses %j', (unit) => {
    expect(() => commandsOfUnit(unit)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
  });

  it('finds no process of a unit that does not run', async () => {
    const { all } = await made();
    const { find } = commandsOfUnit('cassandra');
    await expect(find()).resolves.toBeUndefined();
    await commandProcess(all).start({ deadline: { clock: systemClock, atMs: systemClock.monotonicMs() + 30_000 } });
    await expect.poll(find).toBeGreaterThan(1);
  });
});
