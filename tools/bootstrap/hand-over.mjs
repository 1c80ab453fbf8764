import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { identityOf, signalGroup } from './host.mjs';

const SAME_PRESS_MS = 300;
const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'];

/**
 * Lets a signal through unless it is the echo of one that has just come: a Ctrl-C under npm arrives twice, from the terminal and
 * forwarded by npm. Whoever presses it again a moment later means it.
 *
 * @param {(signal: NodeJS.Signals) => void} pass
 * @param {() => number} nowMs
 */
export function oncePerPress(pass, nowMs = () => performance.now()) {
  const lastMs = new Map();
  return (signal) => {
    const elapsedMs = nowMs() - (lastMs.get(signal) ?? Number.NEGATIVE_INFINITY);
    if (elapsedMs < SAME_PRESS_MS) return;
    lastMs.set(signal, nowMs());
    pass(signal);
  };
}

/**
 * Runs a program in our place: our terminal, our exit code. It has a process group of its own, so that it gets each Ctrl-C from us, once.
 *
 * @param {readonly string[]} argv
 * @param {{ cwd: string, group?: boolean }} options `group`: pass signals to all that it starts, for a program that does not do so itself
 * @returns {Promise<number>} the exit code to end with; 128 + n when signal n ended it
 */
export async function handOver(argv, { cwd, group = false }) {
  const child = spawn(argv[0], argv.slice(1), { cwd, stdio: 'inherit', detached: true });
  const leader = identityOf(child.pid ?? 0);
  const forward = oncePerPress((signal) => (group ? signalGroup(leader, signal) : child.kill(signal)));
  for (const signal of FORWARDED) process.on(signal, forward);
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
    });
  } finally {
    for (const signal of FORWARDED) process.off(signal, forward);
  }
}
