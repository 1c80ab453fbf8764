import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildDashboard, compile, pageIsStale } from './compile.mjs';

let root;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ringside-clone-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const write = (path, content, atSeconds) => {
  const file = join(root, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, content);
  if (atSeconds !== undefined) utimesSync(file, atSeconds, atSeconds);
};

describe('compile()', () => {
  const signal = new AbortController().signal;

  it('shows the first errors when the sources do not compile', async () => {
    write('node_modules/tsc7/bin/tsc', "console.log('a.ts(1,2): error TS2304: Cannot find name.\\nb.ts'); process.exit(1)");
    await expect(compile({ root, signal })).rejects.toMatchObject({
      message: 'The sources do not compile:\n  a.ts(1,2): error TS2304: Cannot find name.',
      exitCode: 65,
    });
  });

  it('is content when the compiler is', async () => {
    write('node_modules/tsc7/bin/tsc', '');
    await expect(compile({ root, signal })).resolves.toBeUndefined();
  });

  it('stops the compiler when it is interrupted', async () => {
    write('node_modules/tsc7/bin/tsc', 'setInterval(() => {}, 1e3)');
    await expect(compile({ root, signal: AbortSignal.timeout(100) })).rejects.toMatchObject({ exitCode: 130 });
  });
});

describe('buildDashboard()', () => {
  it('gives the reason of a failure, not the heading over it', async () => {
    mkdirSync(join(root, 'packages/dashboard'), { recursive: true });
    const said = 'error during build:\\nError: EACCES: permission denied, open a.mjs\\n    at open (node:fs)';
    write('node_modules/vite/bin/vite.js', `console.error('${said}'); process.exit(1)`);
    await expect(buildDashboard({ root, signal: new AbortController().signal })).rejects.toMatchObject({
      message: 'The dashboard does not build: Error: EACCES: permission denied, open a.mjs',
      exitCode: 65,
    });
  });
});

describe('pageIsStale()', () => {
  it('is true until the page is newer than all of its sources', () => {
    const folder = join(root, 'dashboard');
    mkdirSync(folder);
    expect(pageIsStale(folder)).toBe(false);
    write('dashboard/vite.config.ts', '');
    write('dashboard/src/deep/a.tsx', '', 100);
    expect(pageIsStale(folder)).toBe(true);
    write('dashboard/dist/index.html', '', 200);
    expect(pageIsStale(folder)).toBe(false);
    write('dashboard/src/deep/a.tsx', '', 300);
    expect(pageIsStale(folder)).toBe(true);
  });
});
