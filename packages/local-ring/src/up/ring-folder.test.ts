import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ringDirectory, sidecarConfigFile } from '@ringside/cli-kit';
import { freePort, probePort } from '@ringside/host';
import { temporaryDirectorySync } from '@ringside/host/vitest';
import { afterEach, describe, expect, it } from 'vitest';
import { killRing, moveAside, nodeProcesses, restoreAside } from './ring-folder.ts';

const CASSANDRA = 'org.apache.cassandra.service.CassandraDaemon';
/** Listens, as a node does, and writes into its folder as long as it lives. */
const PROGRAM = `
  const { writeFileSync } = require('node:fs');
  const [folder, port] = process.argv.slice(-2);
  require('node:net').createServer().listen(Number(port) || 0, '127.0.0.1', () => process.stdout.write('ready'));
  let n = 0;
  setInterval(() => { try { writeFileSync(folder + '/' + n++, ''); } catch {} }, 1);
`;

const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** A process with these words in its command line; `folder` is where it writes. */
async function startWith(words: readonly string[], folder = tmpdir(), port = 0): Promise<number> {
  const child = spawn(process.execPath, ['-e', PROGRAM, '--', ...words, '--', folder, String(port)], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  children.push(child);
  await new Promise((resolve) => child.stdout?.once('data', resolve));
  return child.pid ?? 0;
}

const storage = (home: string): string => join(ringDirectory(home), 'node1', 'storage');
const nodeWords = (home: string): readonly string[] => [`-Dcassandra.storagedir=${storage(home)}`, '-cp', 'x', CASSANDRA];

function newHome(): string {
  const home = join(temporaryDirectorySync('folder'), '.ringside');
  mkdirSync(storage(home), { recursive: true });
  return home;
}

describe('nodeProcesses()', () => {
  it('finds the nodes of this folder, and neither those of a folder that ends alike nor what is no Cassandra', async () => {
    const home = newHome();
    const own = await startWith(nodeWords(home));
    await startWith(nodeWords(`/elsewhere${home}`));
    await startWith(nodeWords(`${home}-other`));
    await startWith([`-Dcassandra.storagedir=${storage(home)}`, 'some.other.Program']);
    await startWith([`-Dother=${storage(home)}`, CASSANDRA]);
    expect(nodeProcesses(ringDirectory(home)).map(({ pid }) => pid)).toEqual([own]);
  });
});

describe('killRing()', () => {
  it('comes back when nodes and sidecars are gone, with their ports and their writes', async () => {
    const home = newHome();
    const port = await freePort();
    await startWith(nodeWords(home), storage(home), port);
    await startWith(['--config', sidecarConfigFile(home, 'node1')]);
    await killRing(home);
    expect(nodeProcesses(ringDirectory(home))).toEqual([]);
    expect(await probePort({ address: '127.0.0.1', port })).toBe('free');
    await expect(moveAside(home)).resolves.toBeUndefined();
  });

  it('is done at once when nothing runs', async () => {
    await expect(killRing(newHome())).resolves.toBeUndefined();
  });
});

describe('restoreAside()', () => {
  it('first ends the new ring, which would write into the folder that is being deleted', async () => {
    const home = newHome();
    writeFileSync(join(ringDirectory(home), 'old'), '');
    await moveAside(home);
    mkdirSync(storage(home), { recursive: true });
    await startWith(nodeWords(home), storage(home));
    expect(await restoreAside(home)).toBe(true);
    expect([existsSync(join(ringDirectory(home), 'old')), nodeProcesses(ringDirectory(home))]).toEqual([true, []]);
  });
});
