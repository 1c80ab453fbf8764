import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { identityOf, signalGroup } from '@ringside/host';

/** A program in its own process group, with everything it has printed so far. */
export interface Session {
  readonly child: ChildProcess;
  output(): string;
}

/** Variables by which a program that runs us tells its own children to colour their output, or who they are; no reader's shell has them. */
const OF_A_RUNNER = /^(?:FORCE_COLOR|CLICOLOR_FORCE|NX_\w+|VITEST\w*|NODE_ENV|NODE_OPTIONS|npm_\w+)$/;

/**
 * The environment of a reader's shell that does not want colours, whatever started this process: a test runner's own variables are left
 * out. Node warns on standard error where `NO_COLOR` and `FORCE_COLOR` are both set, and what is warned would be taken for output.
 */
export function readerEnvironment(more: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !OF_A_RUNNER.test(name));
  return { ...Object.fromEntries(own), NO_COLOR: '1', ...more };
}

/** Starts a program as a shell would, output and errors in one stream. */
export function open(command: string, cwd: string, env: NodeJS.ProcessEnv): Session {
  const child = spawn('bash', ['-c', command], { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  return { child, output: () => text };
}

/** Waits until a program has printed something, and a moment longer for the rest of it. Fails when it ends first or takes too long. */
export async function waitForOutput(session: Session, pattern: RegExp, withinMs: number): Promise<void> {
  const endMs = performance.now() + withinMs;
  while (!pattern.test(session.output())) {
    if (hasEnded(session)) throw new Error(`It ended too early:\n${session.output()}`);
    if (performance.now() > endMs) throw new Error(`It did not print ${pattern} in time:\n${session.output()}`);
    await sleep(250);
  }
  await sleep(1_000);
}

function hasEnded({ child }: Pick<Session, 'child'>): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** Presses Ctrl-C: every process of the group gets the signal, as in a terminal. Resolves when the program has ended. */
export async function interrupt({ child }: Session): Promise<void> {
  if (hasEnded({ child }) || child.pid === undefined) return;
  const closed = once(child, 'close');
  signalGroup(identityOf(child.pid), 'SIGINT');
  await closed;
}

/** Runs a command to its end. Fails when it does not end with 0, or takes too long. */
export async function run(command: string, cwd: string, env: NodeJS.ProcessEnv, withinMs: number): Promise<string> {
  const session = open(command, cwd, env);
  const group = identityOf(session.child.pid ?? 0);
  const timer = setTimeout(() => signalGroup(group, 'SIGKILL'), withinMs);
  const [exitCode] = (await once(session.child, 'close')) as [number | null];
  clearTimeout(timer);
  if (exitCode !== 0) throw new Error(`${command} ended with ${exitCode ?? 'a signal'}:\n${session.output()}`);
  return session.output();
}
