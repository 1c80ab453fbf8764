import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type CassandraInstall, getCassandra } from '@ringside/cassandra-install';
import { claimAddressBlock, freePort, ownIdentity, releaseAddressBlock } from '@ringside/host';
import { inject } from 'vitest';
import { compiled } from '../compiled.ts';
import { StockCassandra, type StockOptions } from './stock-cassandra.ts';

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
  /** Lays a node, which is to be started. */
  node(options?: Partial<StockOptions>): Promise<StockCassandra>;
  /** Runs `ringside` as an operator does. */
  ringside(...words: readonly string[]): Said;
  /** Starts the sidecar that was configured, as the user of the node. @returns what ends it */
  startSidecar(configuration: string): Promise<() => void>;
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
    async startSidecar(configuration) {
      const program = join(dirname(compiled('.')), 'sidecar/dist/main.js');
      const user = OTHER_USER === undefined ? {} : { uid: OTHER_USER, gid: OTHER_USER };
      const child = spawn(process.execPath, [program, '--config', configuration], { cwd: '/', stdio: ['ignore', 'pipe', 'pipe'], ...user });
      let said = '';
      child.stderr.on('data', (text: Buffer) => (said += text.toString()));
      const stop = (): void => void child.kill('SIGTERM');
      stops.push(stop);
      await new Promise<void>((resolve, reject) => {
        child.stdout.once('data', () => resolve());
        child.once('exit', (code) => reject(new Error(`The sidecar ended with ${code}: ${said}`)));
      });
      return stop;
    },
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
