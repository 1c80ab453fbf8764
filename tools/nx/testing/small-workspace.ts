import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../ci/steps.ts';
import { environmentOutsideNx } from '../../gates/workspace-copy.ts';

/** What one run of the task said and made. */
export interface SmallRun {
  readonly exitCode: number;
  readonly output: string;
  /** The text that the task makes; undefined when it is not there. */
  readonly made: string | undefined;
  /** True when the command of the task was run. */
  readonly ran: boolean;
}

/** A workspace of one project with one task, with this repository's own Nx. */
export interface SmallWorkspace {
  readonly folder: string;
  run(env?: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<SmallRun>;
  /** Removes what the task made, and with `cache` also what Nx kept. */
  clean(what: 'made' | 'cache'): void;
  remove(): void;
}

const PROGRAM = `
const { appendFileSync, mkdirSync, writeFileSync } = require('node:fs');
appendFileSync('ran', 'once ');
mkdirSync('one/out', { recursive: true });
writeFileSync('one/out/made.txt', 'made');
`;
const OUTPUT = 'one/out/made.txt';

/** Makes the workspace in a temporary folder; every one is a clone of every other. */
export function makeSmallWorkspace(): SmallWorkspace {
  const folder = mkdtempSync(join(tmpdir(), 'ringside-small-'));
  const write = (path: string, text: unknown): void =>
    writeFileSync(join(folder, path), typeof text === 'string' ? text : JSON.stringify(text));
  mkdirSync(join(folder, 'one'));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  write('package.json', { name: 'small', private: true });
  write('.gitignore', '.nx\nnode_modules\nout\nran\n');
  write('nx.json', { cacheDirectory: '.nx/cache', neverConnectToCloud: true, analytics: false, useDaemonProcess: false });
  const make = { command: 'node one/make.cjs', inputs: ['{projectRoot}/make.cjs'], outputs: ['{projectRoot}/out'], cache: true };
  write('one/project.json', { name: 'one', targets: { make } });
  write('one/make.cjs', PROGRAM);
  const clean = (what: 'made' | 'cache'): void => {
    for (const path of what === 'cache' ? ['one/out', '.nx'] : ['one/out']) rmSync(join(folder, path), { recursive: true, force: true });
  };
  return { folder, run: (env, ...args) => run(folder, env, args), clean, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

async function run(folder: string, env: Readonly<Record<string, string>> = {}, args: readonly string[]): Promise<SmallRun> {
  rmSync(join(folder, 'ran'), { force: true });
  const nx = join(folder, 'node_modules', '.bin', 'nx');
  const options = {
    cwd: folder,
    env: { ...environmentOutsideNx(), NX_DAEMON: 'false', NX_WORKSPACE_ROOT_PATH: folder, NO_COLOR: '1', ...env },
  };
  const { exitCode, output } = await new Promise<{ exitCode: number; output: string }>((resolve) => {
    execFile(nx, ['run', 'one:make', '--outputStyle=static', ...args], options, (error, stdout, stderr) => {
      resolve({ exitCode: error === null ? 0 : Number(error.code ?? 1), output: stdout + stderr });
    });
  });
  const read = (path: string): string | undefined =>
    existsSync(join(folder, path)) ? readFileSync(join(folder, path), 'utf8') : undefined;
  return { exitCode, output, made: read(OUTPUT), ran: read('ran') !== undefined };
}
