import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it, vi } from 'vitest';
import { NO_BROWSER, provideBrowser } from '../../tools/browser/provide.ts';

const run = promisify(execFile);
/** What every Linux with glibc has. */
const OF_THE_SYSTEM = /^(?:linux-vdso|ld-linux-x86-64|libc|libm|libdl|libpthread|librt|libgcc_s)\.so/;
const SLOW_MS = 300_000;

it.skipIf(NO_BROWSER !== undefined)(
  'the browser needs no library of the machine but the C library (skipped where it does not run)',
  async () => {
    const { executablePath, env } = await provideBrowser();
    const { stdout } = await run(executablePath, [], { env: { ...env, LD_TRACE_LOADED_OBJECTS: '1' } });
    const needed = stdout
      .trim()
      .split('\n')
      .map((line) => line.trim());
    const own = needed.filter((line) => line.includes(dirname(executablePath))).map((line) => line.split(' ')[0]);
    expect(own).toEqual(expect.arrayContaining(['libnss3.so', 'libnspr4.so', 'libexpat.so.1']));
    const others = needed.filter((line) => !line.includes(dirname(executablePath))).map((line) => basename(line.split(' ')[0] ?? ''));
    expect(others.filter((name) => !OF_THE_SYSTEM.test(name))).toEqual([]);
  },
);

it.skipIf(NO_BROWSER !== undefined)(
  'the browser is unpacked in a folder of this clone, whole, also by two at a time, and never in the shared temporary folder (skipped where it does not run)',
  { timeout: SLOW_MS },
  async () => {
    const [modules, shared] = await Promise.all(['modules-', 'shared-'].map((name) => mkdtemp(join(tmpdir(), name))));
    vi.stubEnv('TMPDIR', shared);
    try {
      const [one, two] = await Promise.all([provideBrowser(modules), provideBrowser(modules)]);
      expect(one).toEqual(two);
      expect(one?.executablePath.startsWith(`${modules}/`)).toBe(true);
      expect(((await stat(dirname(one?.executablePath ?? ''))).mode & 0o077).toString(8)).toBe('0');
      expect(await readdir(join(modules ?? '', '.cache', 'ringside'))).toEqual([basename(dirname(one?.executablePath ?? ''))]);
      expect(await readdir(shared ?? '')).toEqual([]);
    } finally {
      vi.unstubAllEnvs();
      await Promise.all([modules, shared].map((folder) => rm(folder ?? '', { recursive: true, force: true })));
    }
  },
);
