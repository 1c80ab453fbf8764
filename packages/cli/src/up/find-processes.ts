import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** A process and the words it was started with. */
export interface RunningProcess {
  readonly pid: number;
  readonly words: readonly string[];
}

/**
 * The processes of this machine whose command line fits, found in the system's own list. The list cannot be out of date, so a
 * process that was started just before its launcher was killed is found like any other.
 *
 * @param fits gets the words of the command line: exact on Linux, elsewhere split at blanks
 */
export async function findProcesses(fits: (words: readonly string[]) => boolean): Promise<readonly RunningProcess[]> {
  const all = process.platform === 'linux' ? await linuxProcesses() : await posixProcesses();
  return all.filter(({ pid, words }) => pid !== process.pid && fits(words));
}

async function linuxProcesses(): Promise<RunningProcess[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  return await Promise.all(
    pids.map(async (pid) => {
      const text = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
      return { pid: Number(pid), words: text.split('\0') };
    }),
  );
}

async function posixProcesses(): Promise<RunningProcess[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-ww', '-o', 'pid=,args='], { maxBuffer: 16 * 2 ** 20 });
  return stdout.split('\n').flatMap((line) => {
    const match = /^\s*(\d+)\s+(.*)$/.exec(line);
    return match === null ? [] : [{ pid: Number(match[1]), words: (match[2] ?? '').split(' ') }];
  });
}
