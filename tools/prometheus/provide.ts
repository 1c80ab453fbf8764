import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const LIMIT_MS = 10 * 60_000;

/** Where the programs of Prometheus are. */
export interface PrometheusPrograms {
  readonly prometheus: string;
  readonly promtool: string;
}

function has(program: string): boolean {
  return spawnSync(program, ['--version']).error === undefined;
}

const installed = has('prometheus') && has('promtool');

/** Whether {@link providePrometheus} has a way to get it: it is installed, or there is Debian's package manager. */
export const CAN_GET_PROMETHEUS: boolean = installed || (has('apt-get') && has('dpkg-deb'));

/**
 * Gets Prometheus and its tool: those of the machine if it has both, else Debian's package, unpacked into the clone's `node_modules`. Nothing is
 * installed and nobody needs to be root; apt checks what it downloads as always.
 *
 * @throws Error what apt says, when it cannot get the package
 */
export async function providePrometheus(
  modules: string = join(import.meta.dirname, '..', '..', 'node_modules'),
): Promise<PrometheusPrograms> {
  if (installed) return { prometheus: 'prometheus', promtool: 'promtool' };
  const folder = join(modules, '.cache', 'ringside', 'prometheus');
  if (!existsSync(folder)) await unpackInto(folder);
  return { prometheus: join(folder, 'usr', 'bin', 'prometheus'), promtool: join(folder, 'usr', 'bin', 'promtool') };
}

/** The folder appears whole: of two who make it at once one is first, and the other uses that. */
async function unpackInto(folder: string): Promise<void> {
  await mkdir(join(folder, '..'), { recursive: true });
  const work = await mkdtemp(`${folder}-`);
  try {
    const archive = await download(work);
    await run('dpkg-deb', ['--extract', archive, join(work, 'unpacked')], { timeout: LIMIT_MS });
    await rename(join(work, 'unpacked'), folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** With the lists of packages that the machine has; where it has none, with new ones of our own, because its own belong to root. */
async function download(work: string): Promise<string> {
  const get = async (...options: string[]): Promise<unknown> =>
    run('apt-get', [...options, 'download', 'prometheus'], { cwd: work, timeout: LIMIT_MS });
  await get().catch(async () => {
    for (const each of ['lists/partial', 'archives/partial']) await mkdir(join(work, each), { recursive: true });
    const own = ['-o', `Dir::State::lists=${join(work, 'lists')}`, '-o', `Dir::Cache=${work}`, '-o', 'Debug::NoLocking=1'];
    await run('apt-get', [...own, 'update'], { cwd: work, timeout: LIMIT_MS });
    await get(...own);
  });
  const archive = (await readdir(work)).find((name) => name.endsWith('.deb'));
  if (archive === undefined) throw new Error('apt-get downloaded nothing');
  return join(work, archive);
}
