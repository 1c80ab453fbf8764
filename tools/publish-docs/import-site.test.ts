import { appendFileSync, mkdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { checkBuild } from './check-build.ts';
import { createGit, type Git } from './git.ts';
import { importSite } from './import-site.ts';
import { redactor } from './remote-address.ts';
import { git, type Workshop, workshop } from './testing/fixtures.ts';

// Each test runs git dozens of times, which takes as long as the machine is busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let shop: Workshop;
let build: string;
let repository: string;
let importer: Git;
beforeEach(() => {
  shop = workshop();
  build = shop.build({ version: '0.1.0' });
  repository = join(shop.folder, 'import.git');
  git(shop.folder, 'init', '--quiet', '--bare', repository);
  importer = createGit({ folder: repository, redact: redactor([]), signal: new AbortController().signal });
});
afterEach(() => shop.remove());

describe('importSite()', () => {
  it('reads a file of 2.2 GiB, more than Node reads at once, in pieces', async () => {
    const sizeBytes = Math.round(2.2 * 1024 ** 3);
    writeFileSync(join(build, 'film.bin'), '');
    truncateSync(join(build, 'film.bin'), sizeBytes);
    const { files, ...checked } = await checkBuild(build, '0.1.0', undefined);
    const { counter, longest, total } = counting(importer);
    await importSite(counter, { ...checked, files: files.filter((file) => file === 'film.bin') });
    expect(total()).toBeGreaterThan(sizeBytes);
    expect(longest()).toBeLessThanOrEqual(8 * 1024 ** 2);
  });

  it('takes an empty file and one that no line ends', async () => {
    writeFileSync(join(build, 'empty.txt'), '');
    writeFileSync(join(build, 'rest.txt'), 'a\nb');
    const { siteTree } = await importSite(importer, await checkBuild(build, '0.1.0', undefined));
    expect(git(repository, 'cat-file', 'blob', `${siteTree}:empty.txt`)).toBe('');
    expect(git(repository, 'cat-file', 'blob', `${siteTree}:rest.txt`)).toBe('a\nb');
  });

  it.each([
    ['disappears', (file: string) => rmSync(file), 'ENOENT'],
    ['becomes a folder', (file: string) => [rmSync(file), mkdirSync(file)], 'EISDIR'],
  ])('names a file that %s after the check', async (_, change, reason) => {
    const checked = await checkBuild(build, '0.1.0', undefined);
    change(join(build, 'llms.txt'));
    await expect(importSite(importer, checked)).rejects.toMatchObject({
      code: 'DOCS_BUILD_INCOMPLETE',
      message: expect.stringMatching(new RegExp(`llms\\.txt cannot be read: .*${reason}`)),
    });
  });

  it('names a file that shrinks while it is read; what is added at its end waits for the next publication', async () => {
    const checked = await checkBuild(build, '0.1.0', undefined);
    const file = join(build, 'llms.txt');
    writeFileSync(file, 'x'.repeat(1_000_000));
    const shrink = importSite(
      shrinking(importer, () => truncateSync(file, 10)),
      checked,
    );
    await expect(shrink).rejects.toMatchObject({
      message: expect.stringContaining('llms.txt cannot be read: it changed while it was read'),
    });
    const grow = await importSite(
      shrinking(importer, () => appendFileSync(file, 'more')),
      checked,
    );
    expect(git(repository, 'cat-file', 'blob', `${grow.siteTree}:llms.txt`)).toBe('x'.repeat(10));
  });
});

/** A git whose fast-import only counts what it is given: compressing so much would take longer than a test may. */
function counting(real: Git): { readonly counter: Git; longest: () => number; total: () => number } {
  const sizes = { longest: 0, total: 0 };
  const counter: Git = {
    ...real,
    async expect(_, call) {
      for await (const piece of typeof call?.input === 'object' ? call.input : []) {
        sizes.longest = Math.max(sizes.longest, piece.length);
        sizes.total += piece.length;
      }
      return '';
    },
  };
  return { counter, longest: () => sizes.longest, total: () => sizes.total };
}

/** A git that lets something happen when the size of `llms.txt` has been announced and before its content is read. */
function shrinking(real: Git, act: () => void): Git {
  return {
    ...real,
    expect: (args, call) => {
      if (args[0] !== 'fast-import' || typeof call?.input !== 'object') return real.expect(args, call);
      return real.expect(args, { ...call, input: tap(call.input, act) });
    },
  };
}

async function* tap(pieces: AsyncIterable<Uint8Array | string>, act: () => void): AsyncGenerator<Uint8Array | string> {
  for await (const piece of pieces) {
    const text = piece.toString();
    yield piece;
    if (text === 'data 1000000\n' || text === 'data 10\n') act();
  }
}
