import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));

/** The sidecar as a process of its own, whose descriptors and memory are nobody else's. */
export interface SidecarProcess {
  readonly url: string;
  readonly child: ChildProcess;
  /** How many files, sockets and such it has open. */
  descriptors(): number;
  /** How many of them are not sockets. */
  files(): number;
  residentBytes(): number;
  /** Changes how many it may have open from now on, up to what it was started with; what is open already stays open. */
  limitFiles(mostFiles: number): void;
  stop(): Promise<void>;
}

/**
 * Starts one.
 *
 * @param mostFiles how many descriptors it may open
 */
export async function startSidecarProcess(args: readonly string[], mostFiles = 1_024): Promise<SidecarProcess> {
  const command = [process.execPath, '--conditions=@ringside/source', '--import', 'tsx', MAIN, ...args];
  const limited = ['-c', 'ulimit -n "$0" && exec "$@"', String(mostFiles), ...command];
  const child = spawn('sh', limited, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`The sidecar ended with exit code ${String(code)} before it listened`);
  });
  const [line] = (await Promise.race([once(createInterface({ input: child.stdout }), 'line'), ended])) as [string];
  ended.catch(() => undefined); // of no interest from here on
  const { url } = JSON.parse(line) as { url: string };
  const folder = `/proc/${child.pid}/fd`;
  return {
    url,
    child,
    descriptors: () => readdirSync(folder).length,
    files: () => readdirSync(folder).filter((name) => !target(`${folder}/${name}`).startsWith('socket:')).length,
    residentBytes: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) * 1_024,
    limitFiles: (most) => void execFileSync('prlimit', ['--pid', String(child.pid), `--nofile=${most}:`]),
    stop: async () => {
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** One that was closed between listing and reading is none. */
function target(link: string): string {
  try {
    return readlinkSync(link);
  } catch {
    return 'socket:';
  }
}
