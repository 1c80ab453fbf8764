import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, expect, it } from 'vitest';
import { copyPrograms } from '../vitest/private-programs.ts';

let workspace: string;
const at = (path: string): string => join(workspace, path);
const copies = (): string[] => readdirSync(at('node_modules/.cache')).filter((name) => name.startsWith('ringside-programs-'));

function write(path: string, text: string): void {
  mkdirSync(dirname(at(path)), { recursive: true });
  writeFileSync(at(path), text);
}

function run(program: string): { status: number | null; stdout: string } {
  return spawnSync(process.execPath, [program], { encoding: 'utf8' });
}

beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'workspace-'));
  const manifest = { type: 'module', files: ['bin', 'dist', 'src', 'NOTICE', '!dist/spec'], exports: './dist/index.js' };
  for (const name of ['cli', 'core', 'never-compiled']) {
    const dependencies = name === 'cli' ? { '@ringside/core': '1.0.0', other: '1.0.0' } : { '@ringside/cli': '1.0.0' };
    write(`packages/${name}/package.json`, JSON.stringify({ name: `@ringside/${name}`, ...manifest, dependencies }));
    write(`packages/${name}/tsconfig.lib.json`, '{}');
    write(`packages/${name}/src/index.ts`, '');
    write(`packages/${name}/src/index.test.ts`, '');
    mkdirSync(at('node_modules/@ringside'), { recursive: true });
  }
  write('packages/cli/bin/cli.mjs', "import '../dist/index.js';");
  write('packages/cli/dist/index.js', "import { name } from '@ringside/core'; import { other } from 'other'; console.log(name, other);");
  write('packages/core/dist/index.js', "export const name = 'core';");
  write('node_modules/@ringside/core/package.json', '{ "type": "module", "exports": "./index.js" }');
  write('node_modules/@ringside/core/index.js', 'throw new Error("the workspace\'s own");');
  write('node_modules/other/package.json', '{ "type": "module", "exports": "./index.js" }');
  write('node_modules/other/index.js', "export const other = 'installed';");
});

it('a program runs from its copy, with the copies of its packages, after the compiled files of the workspace are gone', async () => {
  const programs = await copyPrograms(workspace, 0);
  for (const name of ['cli', 'core']) rmSync(at(`packages/${name}/dist`), { recursive: true });
  expect(run(programs.path('cli', 'bin/cli.mjs'))).toMatchObject({ status: 0, stdout: 'core installed\n' });
  expect(run(at('packages/cli/bin/cli.mjs')).status).not.toBe(0);
  programs.remove();
  expect(copies()).toEqual([]);
});

it.each([
  ['a compiled file is missing', () => rmSync(at('packages/core/dist/index.js'))],
  ['a compiled file is only begun', () => truncateSync(at('packages/core/dist/index.js'))],
  ['a package is not compiled', () => rmSync(at('packages/core/dist'), { recursive: true })],
])('when %s, says which, and leaves nothing', async (_, spoil) => {
  spoil();
  await expect(copyPrograms(workspace, 0)).rejects.toThrow('packages/core/dist/index.js is missing. Run npm run build.');
  expect(copies()).toEqual([]);
});

it('waits for compiled files that come back', async () => {
  renameSync(at('packages/core/dist'), at('aside'));
  const programs = copyPrograms(workspace);
  await sleep(1);
  renameSync(at('aside'), at('packages/core/dist'));
  expect(run((await programs).path('cli', 'bin/cli.mjs'))).toMatchObject({ status: 0 });
});

it('removes a copy that was left behind a day ago, and no other', async () => {
  write('node_modules/.cache/ringside-programs-old/file', '');
  write('node_modules/.cache/ringside-programs-new/file', '');
  utimesSync(at('node_modules/.cache/ringside-programs-old'), 0, 0);
  const programs = await copyPrograms(workspace);
  expect(existsSync(at('node_modules/.cache/ringside-programs-new'))).toBe(true);
  expect(existsSync(at('node_modules/.cache/ringside-programs-old'))).toBe(false);
  programs.remove();
});
