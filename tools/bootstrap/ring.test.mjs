import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { prepareStart, prepareTest } from './launch.mjs';
import { createReport } from './report.mjs';

const locked = {
  'packages/core': { version: '0.1.0', dependencies: { a: '1.0.0' } },
  'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
};
const before = { ...locked, 'node_modules/a': { version: '0.9.0', integrity: 'sha512-old' } };

let root;
let sidecar;
/** A clone whose lock has changed since its dependencies were installed, and that has a ring. */
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ringside-ring-'));
  put('package-lock.json', JSON.stringify({ packages: locked }));
  put('node_modules/.package-lock.json', JSON.stringify({ packages: before }));
  put('packages/sidecar/dist/main.js', 'setInterval(() => undefined, 1_000);');
  put('.ringside/ring/ring.json', '{}');
  put('bin/npm', `#!/bin/sh\necho "$@" > ${join(root, 'called')}\nexit 1\n`);
  vi.stubEnv('PATH', `${join(root, 'bin')}:${process.env.PATH}`);
  vi.stubEnv('RINGSIDE_CACHE', join(root, 'cache'));
  vi.stubEnv('RINGSIDE_HOME', undefined);
  vi.stubEnv('npm_execpath', undefined);
});
afterEach(() => {
  sidecar?.kill('SIGKILL');
  sidecar = undefined;
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true });
});

function put(file, text) {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text, { mode: 0o755 });
}

async function runSidecar(home, of = root) {
  sidecar = spawn(process.execPath, [join(of, 'packages/sidecar/dist/main.js'), '--config', join(home, 'sidecars/node1.json')]);
  await once(sidecar, 'spawn');
}

const job = () => ({ root, report: createReport({ stream: { write() {} }, env: {} }), signal: new AbortController().signal });

it.each([
  ['npm start', prepareStart],
  ['npm test', prepareTest],
])('%s removes nothing under a ring that runs out of this clone, and says how to stop it', async (_, prepare) => {
  await runSidecar(join(root, '.ringside'));
  await expect(prepare(job())).rejects.toMatchObject({
    message: `A ring is running out of this folder (sidecar ${sidecar.pid}), and npm ci would remove the files that it runs from.`,
    remedy: 'Stop it with npx ringside down, then run the same command again.',
    exitCode: 75,
  });
  expect(existsSync(join(root, 'called'))).toBe(false);
});

it('a ring with its state folder elsewhere counts as well, and is stopped by that folder', async () => {
  await runSidecar('/elsewhere');
  await expect(prepareTest(job())).rejects.toMatchObject({
    remedy: 'Stop it with npx ringside down --directory and its state folder, then run the same command again.',
  });
});

it('a ring of another clone does not count', async () => {
  put('other/packages/sidecar/dist/main.js', 'setInterval(() => undefined, 1_000);');
  await runSidecar(join(root, '.ringside'), join(root, 'other'));
  await expect(prepareTest(job())).rejects.toMatchObject({ message: expect.stringContaining('npm ci failed') });
  expect(existsSync(join(root, 'called'))).toBe(true);
});
