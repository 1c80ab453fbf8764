import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyWorkspace, environmentOutsideNx, type WorkspaceCopy } from '../gates/workspace-copy.ts';

/** A bound for what hangs: a busy machine takes many times as long as a quiet one. */
const SLOW_MS = 1_800_000;

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
    const { status, output } = lane('ci:unit', '--', '--projects', 'diagrams');
    expect(output).toMatch(/✔ unit .*\n\d+ passed, 0 failed\n/);
    expect(status).toBe(0);
    expect(existsSync(join(copy.folder, 'test-results/packages/diagrams/unit.xml'))).toBe(true);
  });

  it('ends with 1 on a planted failure, and names it', () => {
    const test = 'packages/diagrams/src/planted.test.ts';
    writeFileSync(join(copy.folder, test), "import { expect, it } from 'vitest';\nit('is planted', () => expect(1).toBe(2));\n");
    const { status, output } = lane('ci:unit', '--', '--projects', 'diagrams');
    copy.removeFile(test);
    expect(status).toBe(1);
    expect(output).toMatch(/✘ .*planted\.test\.ts: is planted/);
  });

  it('ends with 64 on a step that it does not know', () => {
    expect(lane('ci:verify', '--', '--only', 'lints')).toMatchObject({ status: 64, output: expect.stringContaining('Did you mean lint?') });
  });

  it('runs everything where nothing tells what changed, and says why', () => {
    expect(lane('ci:unit', '--', '--affected', '--dry-run').output).toMatch(
      /^EVERYTHING: HEAD is on origin\/main itself\.\n[^]*nx run-many -t test,test-first --outputStyle=stream --exclude=@ringside\/docs-site$/m,
    );
  });

  /** Commits a change to one file, has lanes tell what they would run, and takes the commit back. */
  const reachedBy = (path: string, lanes: string): string => {
    appendFileSync(join(copy.folder, path), '\n');
    git('commit', '-qam', `edits ${path}`);
    try {
      return lanes
        .split(',')
        .map((name) => lane(`ci:${name}`, '--', '--affected', '--dry-run').output)
        .join('');
    } finally {
      git('reset', '-q', '--hard', 'HEAD~1');
    }
  };
  const line = (output: string, step: string): string => new RegExp(`^\\S+ ${step}: (.*)$`, 'm').exec(output)?.[1] ?? '';
  const projects = (output: string, step: string): readonly string[] | undefined => / -p (.*)$/.exec(line(output, step))?.[1]?.split(',');
  const parts = (output: string, step: string): readonly string[] =>
    JSON.parse(new RegExp(` ${step}: .*\\n +RINGSIDE_PARTS=(.*)`).exec(output)?.[1] ?? '[]') as string[];

  it('runs the projects that an edited source reaches, and no other', () => {
    const output = reachedBy('packages/storage-model/src/index.ts', 'verify,unit,workspace');
    expect(projects(output, 'unit')).toEqual(['@ringside/storage-model']);
    expect(line(output, 'workspace')).toContain('nx run-many -t workspace');
  });

  it('runs for an edited unit test its own package, and nothing that depends on that', () => {
    const output = reachedBy('packages/ring/src/token/token.test.ts', 'verify,unit,workspace,docs');
    expect(projects(output, 'unit')).toEqual(['@ringside/ring']);
    expect(projects(output, 'lint')).toEqual(['@ringside/ring']);
    expect(['workspace', 'docs', 'docs-pages'].map((step) => line(output, step))).toEqual(Array.from({ length: 3 }, () => 'nothing to do'));
  });

  it('runs for an edited page its fences and the tests that see it, and for an edited test of the site that file', () => {
    const page = reachedBy('docs-site/docs/learn/gossip.mdx', 'docs');
    expect(line(page, 'docs')).toContain('-p @ringside/docs-site');
    expect(parts(page, 'docs-pages')).toContain('docs-site/tests/links.test.ts');
    expect(page).toContain('RINGSIDE_PAGES=["docs-site/docs/learn/gossip.mdx"]');
    const test = reachedBy('docs-site/tests/links.test.ts', 'docs');
    expect(parts(test, 'docs-pages')).toEqual(['docs-site/tests/links.test.ts']);
  });

  it('tells before anything is installed that a change reaches nothing of a machine, and in doubt that it may', () => {
    const hasWork = (index: number): number | null =>
      spawnSync(process.execPath, ['tools/ci/has-work.mjs', 'real-cluster'], {
        cwd: copy.folder,
        env: { PATH: process.env['PATH'], CIRCLE_NODE_INDEX: String(index), CIRCLE_NODE_TOTAL: '8' },
      }).status;
    const all = Array.from({ length: 8 }, (_, index) => index);
    expect(all.map(hasWork)).toEqual(all.map(() => 0));
    appendFileSync(join(copy.folder, 'docs-site/docs/learn/gossip.mdx'), '\n');
    git('commit', '-qam', 'a page');
    const statuses = all.map(hasWork);
    expect(statuses.filter((status) => status === 0)).toHaveLength(1);
    expect(statuses.filter((status) => status === 3)).toHaveLength(7);
    git('reset', '-q', '--hard', 'HEAD~1');
  });
});
