import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '@ringside/core';
import { freePort, identityOf, isPortOpen, isRunning, killAndWait, type ProcessIdentity, signalProcess } from '@ringside/host';
import { temporaryDirectorySync } from '@ringside/host/vitest';
import type { NodeProcessConduct, NodeProcessSubject } from '@ringside/node-control/contract';
import { onTestFinished, vi } from 'vitest';
import type { ProcessOptions } from '../options.ts';

/** What the stand-in says when it fails. */
export const LAST_WORDS = 'Fatal configuration error; unable to start';

/**
 * A stand-in for Cassandra, a program of Node.js: it opens its CQL port after a moment, ends a moment after SIGTERM unless it is deaf, fails with words, and
 * writes down each of its starts. A folder says how it shall behave: one that is held opens its port when there is a file `open`.
 */
const CASSANDRA = `
const { appendFileSync, existsSync, readFileSync } = require('node:fs');
const [folder, port] = process.argv.slice(2);
const conduct = readFileSync(folder + '/conduct', 'utf8');
appendFileSync(folder + '/starts', process.pid + '\\n');
process.on('SIGTERM', () => {
  console.log('got SIGTERM');
  if (conduct !== 'deaf') setTimeout(() => process.exit(0), 100);
});
console.log('stand-in starts');
if (conduct === 'failing') {
  console.error(${JSON.stringify(`ERROR \u001B[31m${LAST_WORDS}\u001B[0m`)});
  setTimeout(() => process.exit(3), 100);
} else {
  const listen = () => require('node:net').createServer().listen(Number(port), '127.0.0.1');
  const held = setInterval(() => {
    if (conduct === 'held' && !existsSync(folder + '/open')) return;
    clearInterval(held);
    listen();
  }, 300);
}
setInterval(() => {}, 1e6);
`;

/**
 * A stand-in for systemctl: as of a unit with Type=simple, a start has succeeded when the process runs, and a stop waits until it is gone, however long that
 * takes. The last line of the node's console is the journal.
 */
const SYSTEMCTL = `
const { closeSync, existsSync, openSync, readFileSync, writeFileSync } = require('node:fs');
const { spawn } = require('node:child_process');
const [folder, port, verb, ...words] = process.argv.slice(2);
const pidFile = folder + '/unit.pid';
const pid = existsSync(pidFile) ? Number(readFileSync(pidFile, 'utf8')) : 0;
const runs = () => {
  try {
    return pid > 0 && !/\\) Z/.test(readFileSync('/proc/' + pid + '/stat', 'utf8'));
  } catch {
    return false;
  }
};
if (words.at(-1) === 'unknown') {
  console.error('Unit unknown.service not found.');
  process.exit(5);
}
if (verb === 'show') console.log(String(runs() ? pid : 0)); // a number would be coloured where FORCE_COLOR is set
if (verb === 'start' && !runs()) {
  const log = openSync(folder + '/journal', 'a');
  const child = spawn(process.execPath, [folder + '/cassandra.cjs', folder, port], { detached: true, stdio: ['ignore', log, log] });
  writeFileSync(pidFile, String(child.pid));
  child.unref();
}
if (verb === 'stop' && runs()) {
  process.kill(pid, 'SIGTERM');
  setInterval(() => runs() || process.exit(0), 20);
}
`;

/** A stand-in's folder and what an onlooker sees of it. */
export interface StandIn extends Omit<NodeProcessSubject, 'process' | 'other'> {
  /** Holds everything of it. */
  readonly folder: string;
  /** Its program in the foreground. */
  readonly command: readonly string[];
  /** For an adapter, with bounds of a test. */
  readonly options: ProcessOptions;
  /** The stand-in for systemctl; a folder to be put into PATH holds it under its name, and journalctl. */
  readonly systemctl: readonly string[];
  /** That folder. */
  readonly bin: string;
  /** Ends every process of it. */
  readonly clear: () => Promise<void>;
  /** Its processes that run. */
  readonly identities: () => readonly ProcessIdentity[];
}

/** Makes a stand-in for the test that runs; nothing is left of it. */
export async function standIn(): Promise<StandIn> {
  const made = await makeStandIn(temporaryDirectorySync('lifecycle'));
  onTestFinished(made.clear);
  return made;
}

/** As {@link standIn}, with the stand-ins for systemctl and journalctl in the place of what this machine has. */
export async function standInUnderSystemd(): Promise<StandIn> {
  const made = await standIn();
  vi.stubEnv('PATH', `${made.bin}:${process.env['PATH']}`);
  onTestFinished(() => void vi.unstubAllEnvs());
  return made;
}

async function makeStandIn(folder: string): Promise<StandIn> {
  const port = await freePort();
  const cql = { address: '127.0.0.1', port };
  const bin = join(folder, 'bin');
  const systemctl = [process.execPath, join(folder, 'systemctl.cjs'), folder, String(port)];
  mkdirSync(bin);
  writeFileSync(join(folder, 'conduct'), 'well');
  writeFileSync(join(folder, 'cassandra.cjs'), CASSANDRA);
  writeFileSync(join(folder, 'systemctl.cjs'), SYSTEMCTL);
  writeFileSync(join(bin, 'systemctl'), `#!/bin/sh\nexec ${systemctl.join(' ')} "$@"\n`, { mode: 0o755 });
  writeFileSync(join(bin, 'journalctl'), `#!/bin/sh\ntail -n 5 ${folder}/journal\n`, { mode: 0o755 });
  const starts = (): readonly number[] => linesOf(join(folder, 'starts')).map(Number);
  const running = (): readonly ProcessIdentity[] =>
    starts()
      .map((pid) => identityOf(pid))
      .filter((identity) => isRunning(identity));
  const options: ProcessOptions = {
    node: `127.0.0.1:${port}`,
    cql,
    isNode: (line) => line.has(join(folder, 'cassandra.cjs')),
    isServing: async () => await isPortOpen(cql),
    stateFolder: join(folder, 'state'),
    clock: systemClock,
    times: { startMs: 20_000, stopMs: 1_500, termMs: 1_000, killMs: 10_000, pollMs: 20 },
  };
  return {
    folder,
    bin,
    options,
    systemctl,
    command: [process.execPath, join(folder, 'cassandra.cjs'), folder, String(port)],
    lastWords: LAST_WORDS,
    behave: async (conduct: NodeProcessConduct) => writeFileSync(join(folder, 'conduct'), conduct),
    starts: async () => starts(),
    running: async () => running().map(({ pid }) => pid),
    isServing: async () => await isPortOpen(cql),
    send: async (signal) => running().forEach((identity) => void signalProcess(identity, signal)),
    identities: running,
    clear: async () => await killAndWait(running, systemClock),
  };
}

function linesOf(file: string): readonly string[] {
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
}
