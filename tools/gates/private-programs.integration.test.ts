import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ROOT } from '../ci/steps.ts';
import { copyPrograms } from '../vitest/private-programs.ts';
import { copyWorkspace, type WorkspaceCopy } from './workspace-copy.ts';

let workspace: WorkspaceCopy;
const ringside = (program: string): { status: number | null; stdout: string } =>
  spawnSync(process.execPath, [program, 'up', '--dry-run', '--directory', join(workspace.folder, 'none')], { encoding: 'utf8' });

beforeAll(() => {
  workspace = copyWorkspace();
  for (const name of readdirSync(join(ROOT, 'packages'))) {
    const dist = join('packages', name, 'dist');
    if (existsSync(join(ROOT, dist))) cpSync(join(ROOT, dist), join(workspace.folder, dist), { recursive: true });
  }
});
afterAll(() => workspace.remove());

it('ringside still runs from its copy when a build takes away what the workspace has compiled', async () => {
  const programs = await copyPrograms(workspace.folder);
  workspace.removeFile('packages/cluster/dist');
  expect(ringside(programs.path('cli', 'bin/ringside.mjs'))).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('3 nodes (dc1:3)'),
  });
  expect(ringside(join(workspace.folder, 'packages/cli/bin/ringside.mjs')).status).not.toBe(0);
  programs.remove();
});
