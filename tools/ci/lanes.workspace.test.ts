import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyWorkspace, environmentOutsideNx, type WorkspaceCopy } from '../gates/workspace-copy.ts';

const SLOW_MS = 240_000;

describe('a lane, as continuous integration runs it', { timeout: SLOW_MS }, () => {
  let copy: WorkspaceCopy;
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', ...args], {
      cwd: copy.folder,
      encoding: 'utf8',
    }).trim();
  const lane = (...args: readonly string[]): { status: number | null; output: string } => {
    const env = { ...environmentOutsideNx(), NX_WORKSPACE_ROOT_PATH: copy.folder, NO_COLOR: '1', CI: 'true' };
    const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', ...args], { cwd: copy.folder, encoding: 'utf8', env });
    return { status, output: stdout + stderr };
  };

  beforeAll(() => {
    copy = copyWorkspace();
    git('add', '.');
    git('commit', '-qm', 'all');
    git('update-ref', 'refs/remotes/origin/main', 'HEAD');
    git('checkout', '-q', '-b', 'topic');
  }, SLOW_MS);
  afterAll(() => copy.remove());

  it('runs its steps, counts them, and leaves the report that CircleCI collects', () => {
    const { status, output } = lane('ci:verify', '--', '--only', 'lock,unit', '--projects', 'diagrams');
    expect(output).toMatch(/✔ lock .*\n✔ unit .*\n\d+ passed, 0 failed\n/);
    expect(status).toBe(0);
    expect(existsSync(join(copy.folder, 'test-results/packages/diagrams/unit.xml'))).toBe(true);
  });

  it('ends with 1 on a planted failure, and names it', () => {
    const test = 'packages/diagrams/src/planted.test.ts';
    writeFileSync(join(copy.folder, test), "import { expect, it } from 'vitest';\nit('is planted', () => expect(1).toBe(2));\n");
    const { status, output } = lane('ci:verify', '--', '--only', 'unit', '--projects', 'diagrams');
    copy.removeFile(test);
    expect(status).toBe(1);
    expect(output).toMatch(/✘ .*planted\.test\.ts: is planted/);
  });

  it('ends with 64 on a step that it does not know', () => {
    expect(lane('ci:verify', '--', '--only', 'lints')).toMatchObject({ status: 64, output: expect.stringContaining('Did you mean lint?') });
  });

  it('runs everything where nothing tells what changed, and says why', () => {
    expect(lane('ci:verify', '--', '--affected', '--dry-run').output).toMatch(
      /^EVERYTHING: HEAD is on origin\/main itself\.\n[^]*nx run-many -t test --outputStyle=stream --exclude=@ringside\/docs-site$/m,
    );
  });

  it('leaves out the projects that a change cannot reach, and keeps those that read it', () => {
    appendFileSync(join(copy.folder, 'packages/storage-model/src/index.ts'), '\n');
    git('commit', '-qam', 'a leaf');
    const { output } = lane('ci:verify', '--', '--affected', '--dry-run', '--only', 'unit');
    const projects = / -p (.*)$/m.exec(output)?.[1]?.split(',') ?? [];
    expect(projects).toEqual(expect.arrayContaining(['@ringside/storage-model']));
    expect(projects.filter((name) => !['@ringside/storage-model', '@ringside/tools'].includes(name))).toEqual([]);
    appendFileSync(join(copy.folder, 'packages/gossip/src/index.ts'), '\n');
    git('commit', '-qam', 'what the gates read');
    expect(lane('ci:verify', '--', '--affected', '--dry-run', '--only', 'unit').output).toMatch(
      / -p .*@ringside\/gossip.*@ringside\/tools$/m,
    );
  });
});
