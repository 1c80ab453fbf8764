import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** How a command ended. */
export interface Run {
  readonly exitCode: number;
  readonly output: string;
}

/** An empty folder of somebody who uses the packages, without anything of this workspace. */
export interface Consumer {
  readonly folder: string;
  /** Writes a file into the folder. */
  write(path: string, text: string): void;
  /** Runs a program in the folder, without what this workspace's tools have set in the environment. */
  run(program: string, ...args: readonly string[]): Run;
  /** Deletes the folder. */
  remove(): void;
}

/** Makes an empty folder with a private manifest in it. */
export function makeConsumer(): Consumer {
  const folder = mkdtempSync(join(tmpdir(), 'ringside-consumer-'));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  write('package.json', '{ "private": true, "type": "module" }\n');
  return {
    folder,
    write,
    run: (program, ...args) => run(folder, program, args),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/**
 * Installs archives with plain npm. What they need from others comes from the registry. A dependency that does not support this Node is
 * an error, and no install script runs.
 */
export function installInto(consumer: Consumer, archives: readonly string[]): Run {
  return consumer.run('npm', 'install', '--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts', '--engine-strict', ...archives);
}

function run(cwd: string, program: string, args: readonly string[]): Run {
  const kept = Object.entries(process.env).filter(([name]) => !/^(npm_|NX_|NODE_|VITEST|RINGSIDE_)/.test(name));
  const home = join(cwd, 'home');
  const env = { ...Object.fromEntries(kept), RINGSIDE_HOME: home, FORCE_COLOR: '0', NO_COLOR: '1', NO_UPDATE_NOTIFIER: '1' };
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  return { exitCode: status ?? 1, output: `${stdout ?? ''}${stderr ?? ''}` };
}
