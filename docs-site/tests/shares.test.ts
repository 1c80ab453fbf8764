import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const SITE = join(import.meta.dirname, '..');

/** Runs the tests of the pages as one of two machines does of a change to one page, and gives the exit code and what was printed. */
async function looksAsMachine(index: number): Promise<{ readonly exitCode: number; readonly output: string }> {
  const env = {
    ...process.env,
    RINGSIDE_PAGES: '["docs-site/docs/learn/gossip.mdx"]',
    RINGSIDE_SHARE: `${index}/2`,
    NO_COLOR: '1',
    FORCE_COLOR: '0',
  };
  delete (env as NodeJS.ProcessEnv)['RINGSIDE_PARTS'];
  const words = ['vitest', 'run', '--reporter=verbose', 'tests/browser.test.ts'];
  return new Promise((resolve) => {
    execFile('npx', words, { cwd: SITE, env, timeout: 240_000 }, (error, stdout, stderr) => {
      resolve({ exitCode: error === null ? 0 : Number(error.code ?? 1), output: stdout + stderr });
    });
  });
}

it('of one edited page, one machine looks at it, and another one passes though it has none', { timeout: 300_000 }, async () => {
  const [first, second] = [await looksAsMachine(0), await looksAsMachine(1)];
  expect(first).toMatchObject({ exitCode: 0, output: expect.stringContaining('/learn/gossip') as string });
  expect(second).toMatchObject({ exitCode: 0, output: expect.not.stringContaining('/learn/gossip') as string });
});
