import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { identityOf, signalGroup } from './host.mjs';
import { interrupted } from './problem.mjs';

const KEPT_LINES = 400;
const GRACE_MS = 5_000;

/**
 * Runs a command to its end, in a process group of its own: a Ctrl-C in the terminal reaches the launcher only, which ends the group.
 *
 * @param {readonly string[]} argv
 * @param {{ cwd: string, signal: AbortSignal, env?: NodeJS.ProcessEnv, onLine?: (line: string) => void }} options
 * @returns {Promise<{ exitCode: number, lines: readonly string[] }>} its last lines of output; exit code 127 when it could not be started
 */
export async function run(argv, { cwd, signal, env = process.env, onLine = () => {} }) {
  if (signal.aborted) throw interrupted();
  const child = spawn(argv[0], argv.slice(1), { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const group = identityOf(child.pid ?? 0);
  const lines = [];
  const read = (stream) =>
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      if (lines.length > KEPT_LINES) lines.shift();
      onLine(line);
    });
  read(child.stdout);
  read(child.stderr);
  let hard;
  const end = () => {
    signalGroup(group, 'SIGTERM');
    hard = setTimeout(() => signalGroup(group, 'SIGKILL'), GRACE_MS);
  };
  signal.addEventListener('abort', end, { once: true });
  const exitCode = await new Promise((resolve) => {
    child.once('error', (error) => {
      lines.push(error.message);
      resolve(127);
    });
    child.once('close', (code) => resolve(code ?? 1));
  });
  clearTimeout(hard);
  signal.removeEventListener('abort', end);
  if (signal.aborted) throw interrupted();
  return { exitCode, lines };
}
