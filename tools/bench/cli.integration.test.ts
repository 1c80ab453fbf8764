import { afterAll, beforeAll, expect, it } from 'vitest';
import { copyWorkspace, type WorkspaceCopy } from '../gates/workspace-copy.ts';

let copy: WorkspaceCopy;
beforeAll(() => {
  copy = copyWorkspace();
});
afterAll(() => copy.remove());

it('the benchmark of the command line runs in a clone where nothing is compiled yet', { timeout: 300_000 }, () => {
  const words = ['--conditions=@ringside/source', 'tools/bench/run.ts', 'cli', '--pairs', '1', '--json'];
  const { exitCode, output } = copy.run('tsx', ...words);
  expect({ exitCode, output }).toMatchObject({ exitCode: 0, output: expect.stringMatching(/^\{"bench":"cli",.*"status":\{/m) });
  const { help, status } = JSON.parse(output) as Record<'help' | 'status', { ringsideMs: number; nodetoolMs: number }>;
  for (const figure of [help.ringsideMs, help.nodetoolMs, status.ringsideMs, status.nodetoolMs]) expect(figure).toBeGreaterThan(0);
});
