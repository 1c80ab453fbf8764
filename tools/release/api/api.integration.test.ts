import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { copyWorkspace, type WorkspaceCopy } from '../../gates/workspace-copy.ts';

const SLOW_MS = 600_000;
const REPORT = 'packages/ring/api-report.md';

let copy: WorkspaceCopy;
const run = (...more: readonly string[]): ReturnType<WorkspaceCopy['run']> => copy.run('tsx', 'tools/release/api/main.ts', ...more);

beforeAll(() => {
  copy = copyWorkspace();
}, SLOW_MS);

afterAll(() => copy.remove());

it(
  'npm run api:check refuses a planted export, and says how to record it',
  () => {
    appendFileSync(join(copy.folder, 'packages/ring/src/index.ts'), '\n/** Planted. */\nexport const planted: number = 1;\n');
    const { exitCode, output } = run();
    expect(exitCode).toBe(1);
    expect(output.match(/^packages\/.*$/gm)).toEqual([`${REPORT} is not what the package exports:`]);
    expect(output).toContain('  + export const planted: number;');
    expect(output).toContain('npm run api:record');
  },
  SLOW_MS,
);

it(
  'npm run api:record writes it down',
  () => {
    expect(run('--record')).toEqual({ exitCode: 0, output: `${REPORT} is written\n` });
    expect(readFileSync(join(copy.folder, REPORT), 'utf8')).toContain('export const planted: number;');
  },
  SLOW_MS,
);

it(
  'refuses a planted member without a doc comment in a package that documents all of them, also when it is recorded',
  () => {
    const planted = '\n/** Planted. */\nexport interface Planted {\n  readonly silent: string;\n}\n';
    appendFileSync(join(copy.folder, 'packages/node-control/src/index.ts'), planted);
    const { exitCode, output } = run('--record');
    expect(exitCode).toBe(1);
    expect(output).toContain('packages/node-control exports a member without a doc comment: readonly silent: string;');
  },
  SLOW_MS,
);

it(
  'refuses a type of a package that the manifest does not name',
  () => {
    appendFileSync(
      join(copy.folder, 'packages/operate-commands/src/index.ts'),
      '\n/** Planted. */\nexport type Planted = NodeJS.Signals;\n',
    );
    const { exitCode, output } = run('--record');
    expect(exitCode).toBe(1);
    expect(output).toContain('@ringside/operate-commands: its declarations need @types/node, which its package.json does not name.');
  },
  SLOW_MS,
);
