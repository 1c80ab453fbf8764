import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NodesAnswer } from '@ringside/api';
import type { RingSummary } from '@ringside/cli-kit';
import { openSession, type Session } from '@ringside/client';
import { claimPortBase, type PortClaim } from '@ringside/cluster';
import { identityOf, isRunning, signalProcess } from '@ringside/host';
import { isNothing, whatRuns } from '@ringside/local-ring/testing';
import { afterEach, beforeEach, expect } from 'vitest';
import { compiled } from './compiled.ts';

/** What `whatRuns()` says of a ring that is down. */
export const NOTHING: ReturnType<typeof whatRuns> = { sidecars: [], nodes: [], docsBuilds: [] };

interface Ended {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
}

interface Foreground {
  readonly child: ChildProcess;
  readonly exit: Promise<number | null>;
  /** Everything it has printed so far. */
  readonly said: () => string;
}

/** A state folder and ports that are one test's own, and the compiled command, run on them. */
export interface LaunchedRing {
  readonly home: () => string;
  /** For up to three nodes. */
  readonly portBase: () => number;
  /** Runs `ringside` to its end. */
  readonly ringside: (...words: string[]) => Promise<Ended>;
  /** Runs `ringside up` in the background; it must succeed without a word. */
  readonly up: (...words: string[]) => Promise<RingSummary>;
  /**
   * Waits until `ringside status` says of so many nodes that they are up and normal: on a machine with too much to do one may answer nothing for a second at
   * any time, and is down for as long.
   */
  readonly allUp: (count: number) => Promise<void>;
  /** Starts `ringside up` in the foreground and waits until it says that the ring is up, or some other word. */
  readonly foreground: (word: string, ...words: string[]) => Promise<Foreground>;
}

/** Gives each test of a file a place for a ring of its own. After the test `ringside down` must leave nothing of it. */
export function useLaunchedRing(): LaunchedRing {
  let home = '';
  let ports: PortClaim;
  beforeEach(async () => {
    home = join(realpathSync(mkdtempSync(join(tmpdir(), 'ringside-it-'))), '.ringside');
    ports = await claimPortBase({ nodes: 3 });
  });
  const ringside = (...words: string[]): Promise<Ended> => runToEnd(['--directory', home, ...words]);
  afterEach(async () => {
    await ringside('down');
    await ports.release();
    const left = whatRuns(home);
    rmSync(join(home, '..'), { recursive: true, force: true });
    if (!isNothing(left)) throw new Error(`ringside down left something: ${JSON.stringify(left)}`);
  });
  return {
    home: () => home,
    portBase: () => ports.portBase,
    ringside,
    up: async (...words) => {
      const ended = await ringside('up', '--detach', '--no-docs', '--json', ...words);
      expect(ended).toMatchObject({ exitCode: 0, err: '' });
      return JSON.parse(ended.out) as RingSummary;
    },
    allUp: async (count) => {
      const statuses = async (): Promise<readonly string[]> => {
        const { nodes } = JSON.parse((await ringside('status', '--json')).out) as NodesAnswer;
        return nodes.map(({ status, state, verdict }) => (status === 'Up' ? state : `${status} ${state}: ${verdict.sentence}`));
      };
      await expect.poll(statuses, { timeout: 60_000, interval: 500 }).toEqual(Array.from({ length: count }, () => 'Normal'));
    },
    foreground: (word, ...words) => startInForeground(word, ['up', '--no-docs', ...words, '--directory', home]),
  };
}

const program = (): string => compiled('dist/main.js');
const environment = (): NodeJS.ProcessEnv => ({ ...process.env, NO_COLOR: '1', RINGSIDE_HOME: '', RINGSIDE_SIDECAR: '' });

async function runToEnd(words: readonly string[]): Promise<Ended> {
  return await new Promise((resolve) => {
    execFile(process.execPath, [program(), ...words], { env: environment(), timeout: 200_000 }, (error, out, err) => {
      resolve({ exitCode: error === null ? 0 : typeof error.code === 'number' ? error.code : -1, out, err });
    });
  });
}

async function startInForeground(word: string, words: readonly string[]): Promise<Foreground> {
  const child = spawn(process.execPath, [program(), ...words], { env: environment(), stdio: ['ignore', 'pipe', 'pipe'] });
  const exit = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  let said = '';
  await new Promise<void>((resolve, reject) => {
    const hear = (chunk: Buffer): void => {
      said += chunk.toString();
      if (said.includes(word)) resolve();
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', () => reject(new Error(`ringside up ended: ${said}`)));
  });
  return { child, exit, said: () => said };
}

/** Asks a ring's first node through a connection of its own. */
export async function withCql<Result>(summary: RingSummary, work: (session: Session) => Promise<Result>): Promise<Result> {
  const [address = '', port] = summary.contactPoints[0]?.split(':') ?? [];
  const session = await openSession({ contactPoints: [address], port: Number(port) });
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

/** Writes one row, in a keyspace of one replica. */
export const writeRow = (summary: RingSummary): Promise<unknown> =>
  withCql(summary, async (session) => {
    await session.execute("CREATE KEYSPACE kept WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
    await session.execute('CREATE TABLE kept.rows (id int PRIMARY KEY, v text)');
    await session.execute("INSERT INTO kept.rows (id, v) VALUES (1, 'still here')");
  });

/** Reads it. */
export const readRow = (summary: RingSummary): Promise<string> =>
  withCql(summary, async (session) => String((await session.execute('SELECT v FROM kept.rows WHERE id = 1')).rows[0]?.['v']));

/** Kills a process and waits until it is gone. */
export async function kill9(pid: number): Promise<void> {
  const identity = identityOf(pid);
  signalProcess(identity, 'SIGKILL');
  await expect.poll(() => isRunning(identity), { timeout: 10_000, interval: 10 }).toBe(false);
}
