import { type ChildProcess, spawn, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ROOT } from '../ci/steps.ts';
import { type Watcher, watchOf } from './watchers.ts';
import { workspacePath } from '../ci/workspace-path.ts';

const HELP = `Looks at a project again whenever a file is saved: tests and types of a package, the site for docs-site. Ctrl-C ends it.

Usage: npm run dev -- <project>     (ring, cli, tools, docs-site …)
`;

/** Runs the watchers of a project until one of them ends or it is interrupted. */
async function main([project, ...more]: readonly string[]): Promise<number> {
  if (project === '--help') return say(HELP, 0);
  if (project === undefined || more.length > 0) return say(HELP, 64);
  const watch = watchOf(project, readdirSync(join(ROOT, 'packages')));
  if (typeof watch === 'string') return say(`${watch}\n`, 64);
  const children = watch.watchers.map((watcher) => start(watcher, join(ROOT, watch.folder)));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => end(children));
  const code = await Promise.race(children.map(ended));
  end(children);
  await Promise.all(children.map(ended));
  return code;
}

function start({ label, command: [program, ...args] }: Watcher, cwd: string): ChildProcess {
  const stdio: StdioOptions = label === undefined ? 'inherit' : ['ignore', 'pipe', 'inherit'];
  const child = spawn(program, args, { cwd, env: { ...process.env, PATH: workspacePath() }, stdio });
  if (child.stdout !== null) createInterface(child.stdout).on('line', (line) => say(line === '' ? '' : `${label} │ ${line}\n`, 0));
  return child;
}

async function ended(child: ChildProcess): Promise<number> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode ?? 130;
}

function end(children: readonly ChildProcess[]): void {
  for (const child of children) child.kill('SIGTERM');
}

function say(text: string, exitCode: number): number {
  (exitCode === 0 ? process.stdout : process.stderr).write(text);
  return exitCode;
}

process.exitCode = await main(process.argv.slice(2));
