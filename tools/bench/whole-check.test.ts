import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { figuresOf, WHOLE_CHECK } from './whole-check.ts';

describe('the whole check that is timed', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ringside-whole-check-'));
    mkdirSync(join(folder, '.ci'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it.each([0, 1])('ends as the check does, with %d, and shows its end', (exitCode) => {
    writeFileSync(join(folder, '.ci/run'), `echo first; echo last; exit ${exitCode}\n`);
    const { status, stdout } = spawnSync('bash', ['-c', WHOLE_CHECK], { cwd: folder, encoding: 'utf8' });
    expect([status, stdout.endsWith('last\n')]).toEqual([exitCode, true]);
  });

  it('has a time only where nothing failed', () => {
    const steps = [
      { name: 'unit', passed: 3, failed: 0, elapsedMs: 1_250 },
      { name: 'lint', passed: 1, failed: 0, elapsedMs: 2_000 },
    ];
    expect(figuresOf('0123', steps)).toEqual({ passed: 4, secondsOfSteps: { unit: 1.3, lint: 2 } });
    expect(() => figuresOf('0123', [...steps, { name: 'docs', passed: 1, failed: 2, elapsedMs: 1 }])).toThrow(
      'The check failed at 0123: 2 failures in docs. Its time does not count.',
    );
  });
});
