import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What {@link recordArguments} sees. */
export interface RecordedArguments {
  /** The environment in which git, and the programs that git itself starts, are recorded. */
  readonly env: NodeJS.ProcessEnv;
  /** One line a program that was started: its name and its arguments, as a list of processes would show them. */
  lines(): readonly string[];
}

/** Puts a recorder in front of `git` and of the helpers that it starts for a remote. */
export function recordArguments(folder: string): RecordedArguments {
  const log = join(folder, 'arguments.log');
  const [bin, core] = [join(folder, 'bin'), join(folder, 'git-core')];
  const real = execFileSync('git', ['--exec-path'], { encoding: 'utf8' }).trim();
  mkdirSync(bin);
  mkdirSync(core);
  const recorder = (target: string): string => `#!/bin/sh\necho "$(basename "$0") $*" >> '${log}'\nexec '${target}' "$@"\n`;
  for (const name of readdirSync(real)) {
    if (!/^git(?:-remote-https?)?$/.test(name)) symlinkSync(join(real, name), join(core, name));
  }
  const git = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
  const programs = { [join(bin, 'git')]: git, [join(core, 'git')]: git, [join(core, 'git-remote-http')]: join(real, 'git-remote-http') };
  for (const [path, target] of Object.entries(programs)) {
    writeFileSync(path, recorder(target));
    chmodSync(path, 0o755);
  }
  return {
    env: { PATH: `${bin}:${process.env['PATH']}`, GIT_EXEC_PATH: core },
    lines: () => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []),
  };
}
