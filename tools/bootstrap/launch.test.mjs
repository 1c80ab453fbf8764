import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { prepareDryRun } from './launch.mjs';

describe('prepareDryRun()', () => {
  let root;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'ringside-launch-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('installs nothing where nothing is installed, and says what to do', async () => {
    await expect(prepareDryRun({ root })).rejects.toMatchObject({ exitCode: 69, remedy: expect.stringContaining('npm ci') });
    expect(readdirSync(root)).toEqual([]);
  });

  it('is content where the checks can be listed, whatever else is missing', async () => {
    mkdirSync(join(root, 'node_modules', 'tsx'), { recursive: true });
    await prepareDryRun({ root });
    expect(readdirSync(root)).toEqual(['node_modules']);
  });
});
