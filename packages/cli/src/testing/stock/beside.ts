import { type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { type CassandraInstall, getCassandra } from '@ringside/cassandra-install';
import { claimAddressBlock, freePort, ownIdentity, releaseAddressBlock } from '@ringside/host';
import { inject } from 'vitest';
import { compiled } from '../compiled.ts';
import { StockCassandra, type StockOptions } from '@ringside/stock-cassandra';

/** A user that is not root and owns nothing, where root runs the tests: `daemon`, by its number on every Linux. */
export const OTHER_USER = process.geteuid?.() === 0 ? 1 : undefined;

const COMMAND_LIMIT_MS = 120_000;

/** How a command ended. */
export interface Said {
  readonly exitCode: number | null;
  readonly out: string;
  readonly err: string;
}

/** A machine with Cassandras that Ringside did not start. */
export interface Machine {
  readonly install: CassandraInstall;
  /** Where the sidecars' folders go. */
  readonly into: string;
  readonly folder: string;
  /** The addresses that its nodes get, in order. */
  address(number: number): string;
  /** Lays a node, which is to be started. */
  node(options?: Partial<StockOptions>): Promise<StockCassandra>;
  /** Runs `ringside` as an operator does. */
  ringside(...words: readonly string[]): Said;
  /** Starts `ringside`, and resolves when it has printed a text. @returns what interrupts it, as Ctrl-C does, and gives its exit code */
  started(until: string, ...words: readonly string[]): Promise<() => Promise<number | null>>;
  /** Starts the sidecar that was configured, as the user of the node. @returns what ends it */
  startSidecar(configuration: string): Promise<() => Promise<void>>;
  /** Stops every node and removes everything. */
  remove(): Promise<void>;
}

/** Makes one with addresses of its own. */
export async function makeMachine(version: string): Promise<Machine> {
  const install = await getCassandra({ version });
  const folder = mkdtempSync(join(tmpdir(), 'ringside-beside-'));
  chmodSync(folder, 0o755);
  const block = await claimAddressBlock(ownIdentity(), 9_042);
  const nodes: StockCassandra[] = [];
  const stops: (() => void)[] = [];
  const into = join(folder, 'sidecars');
  // The other user's sidecar reads the programs.
  chmodSync(inject('programs'), 0o755);
  return {
    install,
    folder,
    into,
    address: (number) => `${block.prefix}.${number}`,
    async node(options = {}) {
      const number = nodes.length + 1;
      const address = `${block.prefix}.${number}`;
      const jmxPort = await freePort();
      const home = join(folder, `node${number}`);
      const node = new StockCassandra({
        install,
        home,
        address,
        nativePort: 9_042,
        storagePort: 7_000,
        jmxPort,
        uid: OTHER_USER,
        ...options,
      });
      nodes.push(node);
      return node;
    },
    ringside(...words) {
      const argv = [compiled('dist/main.js'), ...words, '--into', into];
      const { status, stdout, stderr } = spawnSync(process.execPath, argv, {
        cwd: folder,
        encoding: 'utf8',
        timeout: COMMAND_LIMIT_MS,
        env: environment(),
      });
      return { exitCode: status, out: stdout, err: stderr };
    },
    started: (until, ...words) => startProgram([compiled('dist/main.js'), ...words, '--into', into], folder, until, stops),
    startSidecar: (configuration) => startSidecar(configuration, stops),
    async remove() {
      for (const stop of stops) stop();
      await Promise.all(nodes.map((node) => node.stop()));
      await releaseAddressBlock(block.claim);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function environment(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], HOME: process.env['HOME'], NO_COLOR: '1' };
}

/** What ends what is left at the end. */
type Stops = (() => void)[];

async function startProgram(argv: readonly string[], cwd: string, until: string, stops: Stops): Promise<() => Promise<number | null>> {
  const child = spawn(process.execPath, argv, { cwd, env: environment(), stdio: ['ignore', 'pipe', 'pipe'] });
  stops.push(() => void child.kill('SIGKILL'));
  const ended = new Promise<number | null>((resolve) => void child.once('exit', resolve));
  await hears(child, until);
  return async () => {
    child.kill('SIGINT');
    return await ended;
  };
}

async function startSidecar(configuration: string, stops: Stops): Promise<() => Promise<void>> {
  const program = join(dirname(compiled('.')), 'sidecar/dist/main.js');
  const user = OTHER_USER === undefined ? {} : { uid: OTHER_USER, gid: OTHER_USER };
  const child = spawn(process.execPath, [program, '--config', configuration], { cwd: '/', stdio: ['ignore', 'pipe', 'pipe'], ...user });
  stops.push(() => void child.kill('SIGKILL'));
  const ended = new Promise<void>((resolve) => void child.once('exit', () => resolve()));
  await hears(child, '"listening"');
  return async () => {
    child.kill('SIGTERM');
    await ended;
  };
}

/** Waits until a program has printed a text. */
async function hears(child: ChildProcessByStdio<null, Readable, Readable>, until: string): Promise<void> {
  let said = '';
  await new Promise<void>((resolve, reject) => {
    const hear = (text: Buffer): void => {
      said += text.toString();
      if (said.includes(until)) resolve();
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`It ended with ${code}: ${said}`)));
  });
}
