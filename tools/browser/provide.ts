import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const HERE = import.meta.dirname;
const PACKAGE = '@sparticuz/chromium';
const OLDEST_GLIBC = [2, 34];
const LIMIT_MS = 15 * 60_000;

/** A browser that can be started. */
export interface BrowserProgram {
  readonly executablePath: string;
  /** What it needs to find its own libraries and fonts. */
  readonly env: Readonly<Record<string, string>>;
}

/** Of a machine, what decides whether the locked browser runs on it. */
export interface Machine {
  readonly platform: string;
  readonly arch: string;
  /** The version of glibc; undefined with another C library. */
  readonly glibc: string | undefined;
}

/** Why the locked browser does not run on a machine; undefined where it does. */
export function browserProblem({ platform, arch, glibc }: Machine): string | undefined {
  const [major = 0, minor = 0] = (glibc ?? '').split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_GLIBC;
  const isNewEnough = major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
  if (platform === 'linux' && arch === 'x64' && isNewEnough) return undefined;
  return `the locked browser needs Linux on x64 with glibc ${OLDEST_GLIBC.join('.')} or newer; this is ${platform} on ${arch} with ${glibc === undefined ? 'no glibc' : `glibc ${glibc}`}`;
}

/** {@link browserProblem} of this machine. */
export const NO_BROWSER: string | undefined = browserProblem(thisMachine());

function thisMachine(): Machine {
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  return { platform: process.platform, arch: process.arch, glibc: header.glibcVersionRuntime };
}

/**
 * Gets the browser of the lock file beside this module, unless this clone has it. It brings the libraries and fonts it needs, so it draws the
 * same on every machine.
 *
 * It stays in the clone's `node_modules`, which only its owner writes: the package itself would unpack it under a known name in the temporary
 * folder that all users share, and run whatever stands there already.
 *
 * @param modules the folder `node_modules` to keep it in
 * @throws Error where the browser does not run, and when npm cannot get it
 */
export async function provideBrowser(modules: string = join(HERE, '..', '..', 'node_modules')): Promise<BrowserProgram> {
  if (NO_BROWSER !== undefined) throw new Error(`There is no browser: ${NO_BROWSER}.`);
  const folder = join(modules, '.cache', 'ringside', `browser-${await lockedVersion()}`);
  if (!existsSync(folder)) await makeOnce(folder, install);
  const env = { LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'), FONTCONFIG_FILE: join(folder, 'fonts.conf') };
  return { executablePath: join(folder, 'chromium'), env };
}

async function lockedVersion(): Promise<string> {
  const { dependencies } = JSON.parse(await readFile(join(HERE, 'package.json'), 'utf8')) as { dependencies: Record<string, string> };
  return dependencies[PACKAGE] ?? '';
}

/** Makes a folder beside its place and moves it there whole: nobody sees half of it, and of two who make it one is first. */
async function makeOnce(folder: string, make: (staging: string) => Promise<void>): Promise<void> {
  await mkdir(join(folder, '..'), { recursive: true });
  const staging = await mkdtemp(`${folder}-`);
  try {
    await make(staging);
    await rename(staging, folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** Installs the lock file and has the package unpack itself, with the libraries that it keeps for machines that lack them. */
async function install(staging: string): Promise<void> {
  const work = join(staging, 'install');
  await mkdir(work);
  for (const file of ['package.json', 'package-lock.json']) await copyFile(join(HERE, file), join(work, file));
  const how = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
  await run('npm', ['ci', ...how], { cwd: work, timeout: LIMIT_MS, env: outsideWorkspaces() });
  const unpack = `import { default as browser } from '${PACKAGE}'; await browser.executablePath();`;
  const env = { ...process.env, TMPDIR: staging, AWS_LAMBDA_JS_RUNTIME: 'nodejs22.x', NODE_OPTIONS: '' };
  await run(process.execPath, ['--input-type=module', '--eval', unpack], { cwd: work, timeout: LIMIT_MS, env });
  await writeFile(join(staging, 'fonts.conf'), FONTS);
  await rm(work, { recursive: true });
}

/** Without the workspaces that `npm run -w` names to what it starts: this lock has none. */
function outsideWorkspaces(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('npm_config_workspace')));
}

const FONTS = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`;
