import { execFileSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyWorkspace, type WorkspaceCopy } from '../gates/workspace-copy.ts';
import { publishedPackages } from './published.ts';

const SLOW_MS = 600_000;

describe('nx release', () => {
  let copy: WorkspaceCopy;
  const git = (...argv: readonly string[]): string =>
    execFileSync('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', ...argv], { cwd: copy.folder, encoding: 'utf8' });
  const dryRun = (): ReturnType<WorkspaceCopy['run']> => copy.run('nx', 'release', '--dry-run', '--skip-publish');
  const commit = (message: string): void => {
    git('add', '-A');
    git('commit', '-qm', message);
  };

  beforeAll(() => {
    copy = copyWorkspace();
    git('commit', '-qm', 'chore: begin', '--allow-empty');
    commit('feat(ring): everything');
  }, SLOW_MS);

  afterAll(() => copy.remove());

  it(
    'plans the first release in a clone that has no tag: one version for every package and for the workspace',
    () => {
      const { exitCode, output } = dryRun();
      expect(exitCode).toBe(0);
      for (const { folder } of publishedPackages())
        expect(output).toContain(`New version 0.1.1 written to manifest: ${folder}/package.json`);
      expect(output).toContain('New version 0.1.1 written to manifest: package.json');
      expect(git('status', '--porcelain')).toBe('');
    },
    SLOW_MS,
  );

  it(
    'raises the minor version for a breaking change, and writes it down for the package that its scope names',
    () => {
      git('tag', 'v0.1.0');
      appendFileSync(join(copy.folder, 'package-lock.json'), '\n');
      appendFileSync(join(copy.folder, 'packages/core/src/index.ts'), '\n');
      commit('feat(ring)!: tokens are counted anew');
      const { output } = dryRun();
      expect(output).toContain('New version 0.2.0 written to manifest: package.json');
      expect(entryOf('packages/ring/CHANGELOG.md', output)).toContain('tokens are counted anew');
      expect(entryOf('packages/core/CHANGELOG.md', output)).toContain('version bump only');
    },
    SLOW_MS,
  );
});

/** The preview of one changelog in the output of a dry run. */
function entryOf(file: string, output: string): string {
  return output.split('Previewing an entry in ').find((part) => part.startsWith(`${file} `)) ?? '';
}
