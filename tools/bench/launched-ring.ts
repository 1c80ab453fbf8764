import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { throwIfAborted } from '@ringside/core';
import { identityOf, type ProcessIdentity, signalGroup } from '@ringside/host';

/** What `npm start` prints when everything runs. */
const READY = 'The ring is up.';
/** A step that is done, as the launcher and `ringside up` print it where there is no terminal: `✔ 3 nodes up   12.3 s`. */
const STEP = /^\s+✔ (.*?)\s+(\d+(?:\.\d+)?) ?(ms|s|m)(?: (\d+) s)?$/;
const STOP_LIMIT_MS = 90_000;
const KEPT_LINES = 200;
const MS_PER_TICK = 10;

/** One step of a start, in the launcher's own words. */
export interface StartStep {
  readonly title: string;
  readonly seconds: number;
}

/** A ring that `npm start` has brought up. */
export interface LaunchedRing {
  readonly readyMs: number;
  /** What the launcher and all that it started had used of the processors when it was ready; 0 where the system does not tell. */
  readonly cpuMs: number;
  readonly steps: readonly StartStep[];
  /** Presses Ctrl-C and waits for the end; presses it again when that takes too long. */
  stop(): Promise<void>;
}

/** How a ring is started. */
export interface LaunchOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly limitMs: number;
}

/**
 * Runs `npm start` with these words and waits until it says that the ring is up. When it does not come up, it is stopped first.
 *
 * @throws Error with the last lines of what it printed, or the signal's reason
 */
export async function launchRing(words: readonly string[], { cwd, env, signal, limitMs }: LaunchOptions): Promise<LaunchedRing> {
  const startMs = performance.now();
  const child = spawn('npm', ['start', '--silent', '--', ...words], { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const group = identityOf(child.pid ?? 0);
  const stop = (): Promise<void> => pressCtrlC(child, group);
  const lines: string[] = [];
  try {
    await untilReady(child, lines, AbortSignal.any([signal, AbortSignal.timeout(limitMs)]));
  } catch (error) {
    await stop();
    throwIfAborted(signal, 'The benchmark');
    throw new Error(`npm start did not bring the ring up:\n${lines.join('\n')}`, { cause: error });
  }
  const readyMs = performance.now() - startMs;
  return { readyMs, cpuMs: await cpuMsOfTree(child.pid ?? 0), steps: lines.flatMap(readStep), stop };
}

function untilReady(child: ChildProcess, lines: string[], signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const take = (line: string): void => {
      lines.push(line);
      if (lines.length > KEPT_LINES) lines.shift();
      if (line.includes(READY)) resolve();
    };
    for (const stream of [child.stdout, child.stderr]) if (stream !== null) createInterface({ input: stream }).on('line', take);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`it ended with ${code}`)));
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}

/** Reads a line that tells of a step that is done; nothing of any other line. */
export function readStep(line: string): readonly StartStep[] {
  const [, title = '', amount = '', unit = '', more = '0'] = STEP.exec(line) ?? [];
  if (title === '') return [];
  const seconds = { ms: Number(amount) / 1_000, s: Number(amount), m: Number(amount) * 60 + Number(more) }[unit] ?? Number.NaN;
  return [{ title, seconds }];
}

async function pressCtrlC(child: ChildProcess, group: ProcessIdentity): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  signalGroup(group, 'SIGINT');
  const inTime = await Promise.race([ended.then(() => true), sleep(STOP_LIMIT_MS, false, { ref: false })]);
  if (inTime) return;
  signalGroup(group, 'SIGINT');
  await Promise.race([ended, sleep(STOP_LIMIT_MS, undefined, { ref: false })]);
  signalGroup(group, 'SIGKILL');
}

/** The processor time of a process and of all below it, ended children included. */
async function cpuMsOfTree(root: number): Promise<number> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const processes = await Promise.all(pids.map(readProcess));
  const tree = new Set([root]);
  let ticks = 0;
  // Parents come before their children, but for process ids that have started over.
  for (const { pid, parent, used } of processes.toSorted((a, b) => a.pid - b.pid)) {
    if (!tree.has(pid) && !tree.has(parent)) continue;
    tree.add(pid);
    ticks += used;
  }
  return ticks * MS_PER_TICK;
}

async function readProcess(pid: string): Promise<{ readonly pid: number; readonly parent: number; readonly used: number }> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  // State, parent, …; then user and system time, its own and that of the children it has waited for.
  const used = fields.slice(11, 15).reduce((sum, each) => sum + each, 0);
  return { pid: Number(pid), parent: fields[1] ?? 0, used: stat === '' ? 0 : used };
}
