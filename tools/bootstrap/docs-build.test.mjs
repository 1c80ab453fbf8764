import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { datedBuild } from './docs-build.mjs';

let root;
let pages;
let mark;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ringside-docs-build-'));
  pages = join(root, 'build');
  mark = join(pages, 'sitemap.xml');
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(root, { recursive: true });
});

function writePages() {
  mkdirSync(pages, { recursive: true });
  for (const name of ['index.html', 'sitemap.xml']) writeFileSync(join(pages, name), '');
}

describe('datedBuild()', () => {
  it('dates the pages back to when the build began, so that a source that changes meanwhile is not taken for built', async () => {
    const source = join(root, 'source.md');
    const build = async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      writeFileSync(source, 'changed meanwhile');
      writePages();
      return 0;
    };
    expect(await datedBuild(pages, build)).toBe(0);
    expect(statSync(mark).mtimeMs).toBeLessThan(statSync(source).mtimeMs);
  });

  it('takes the mark off when the build fails, and takes no build without pages for one', async () => {
    writePages();
    expect(await datedBuild(pages, async () => 7)).toBe(7);
    expect(existsSync(mark)).toBe(false);
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    expect(await datedBuild(pages, async () => 0)).toBe(1);
    expect(said).toHaveBeenCalledWith(expect.stringContaining('has no complete site'));
  });
});
