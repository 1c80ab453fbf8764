import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { ROOT } from '../../ci/steps.ts';

/** How a run of the command ended, and what it said. */
export interface CommandRun {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A running `publish-docs`, as `npm run publish-docs` starts it. */
export interface RunningCommand {
  readonly child: ChildProcess;
  /** Resolves when standard error has shown a text, or the command has ended. */
  shows(text: string): Promise<void>;
  readonly ended: Promise<CommandRun>;
}

/** Starts the command line in a process of its own, with variables of its environment set. */
export function startCommand(args: readonly string[], temporaryFolder: string, more: NodeJS.ProcessEnv = {}): RunningCommand {
  const program = ['--conditions=@ringside/source', '--import', 'tsx', 'tools/publish-docs/main.ts', ...args];
  const child = spawn(process.execPath, program, { cwd: ROOT, env: { ...process.env, TMPDIR: temporaryFolder, ...more }, stdio: 'pipe' });
  let stdout = '';
  let stderr = '';
  let wake = (): void => undefined;
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    wake();
  });
  const ended = once(child, 'close').then(([exitCode]) => {
    wake();
    return { exitCode: exitCode as number | null, stdout, stderr };
  });
  return {
    child,
    ended,
    async shows(text) {
      while (!stderr.includes(text) && child.exitCode === null && child.signalCode === null) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}
