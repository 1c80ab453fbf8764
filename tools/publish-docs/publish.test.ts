import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { git, type Workshop, workshop, writeFiles } from './testing/fixtures.ts';

// Each test runs git dozens of times, which takes as long as the machine is busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let shop: Workshop;
beforeEach(() => {
  shop = workshop();
});
afterEach(() => {
  vi.unstubAllEnvs();
  shop.remove();
});

const commits = (): number => Number(git(shop.remote, 'rev-list', '--count', 'gh-pages'));
const leftBehind = (): readonly string[] =>
  readdirSync(tmpdir()).filter((name) => name.startsWith(`ringside-publish-docs-${process.pid}-`));

describe('the first publication', () => {
  it('makes a branch with one commit that has no parent and holds the version, its alias and the root files', async () => {
    const build = shop.build({ version: '0.1.0', pages: { 'learn/gossip': 'text' }, rootPath: '/ringside/' });
    const result = await shop.publish('0.1.0', { build });
    expect(result).toMatchObject({ outcome: 'published', latest: '0.1.0', versions: ['0.1.0'], attempts: 1 });
    expect(commits()).toBe(1);
    expect(shop.files()).toEqual(
      [
        '.nojekyll',
        '404.html',
        ...['404.html', 'assets/js/main.1a2b.js', 'index.html', 'learn/gossip.html', 'learn/gossip.md', 'llms.txt', 'sitemap.xml'].map(
          (file) => `0.1.0/${file}`,
        ),
        'index.html',
        ...['index.html', 'learn/gossip.html', 'learn/gossip.md', 'llms.txt'].map((file) => `latest/${file}`),
        'versions.json',
      ].toSorted(),
    );
    const properties = { commit: result.sourceCommit };
    expect(JSON.parse(shop.show('versions.json'))).toEqual([{ version: '0.1.0', title: '0.1.0', aliases: ['latest'], properties }]);
    expect(shop.show('index.html')).toContain('url=./0.1.0/"');
    expect(shop.show('latest/learn/gossip.html')).toContain('url=/ringside/0.1.0/learn/gossip"');
    expect(shop.show('404.html')).toContain('href="/ringside/0.1.0/"');
    expect(shop.show('404.html')).toContain('href="/ringside/0.1.0/search"');
    expect(shop.show('404.html')).toContain('prefers-color-scheme:dark');
  });

  it('says in its message which commit of the sources it was built from', async () => {
    const { sourceCommit } = await shop.publish('0.1.0');
    expect(sourceCommit).toBe(git(shop.source, 'rev-parse', 'HEAD'));
    expect(git(shop.remote, 'log', '-1', '--format=%B', 'gh-pages')).toBe(
      `docs: publish 0.1.0 from ${sourceCommit.slice(0, 12)} [skip ci]\n\nDoc-Version: 0.1.0\nSource-Commit: ${sourceCommit}`,
    );
  });

  it('works over file:// as over a plain path, and with a server that offers no filter', async () => {
    git(shop.remote, 'config', 'uploadpack.allowFilter', 'false');
    await shop.publish('0.1.0', { remote: `file://${shop.remote}` });
    expect(await shop.publish('0.2.0', { remote: `file://${shop.remote}` })).toMatchObject({ outcome: 'published', latest: '0.2.0' });
  });

  it('takes a remote by the name that the sources give it', async () => {
    git(shop.source, 'remote', 'add', 'pages', shop.remote);
    expect(await shop.publish('0.1.0', { remote: 'pages' })).toMatchObject({ outcome: 'published', remote: shop.remote });
  });
});

describe('a later publication', () => {
  it('makes no commit when nothing has changed', async () => {
    await shop.publish('0.1.0');
    expect(await shop.publish('0.1.0')).toMatchObject({ outcome: 'unchanged', commit: undefined });
    expect(commits()).toBe(1);
  });

  it('replaces only the folder of its version, in which a removed page disappears, from the alias as well', async () => {
    await shop.publish('0.1.0', { build: shop.build({ version: '0.1.0', pages: { a: 'one' } }) });
    const before = git(shop.remote, 'rev-parse', 'gh-pages:0.1.0');
    await shop.publish('0.2.0', { build: shop.build({ version: '0.2.0', pages: { a: 'one', b: 'two' } }) });
    const result = await shop.publish('0.2.0', { build: shop.build({ version: '0.2.0', pages: { a: 'other' } }) });
    expect(git(shop.remote, 'rev-parse', 'gh-pages:0.1.0')).toBe(before);
    expect(shop.files().filter((file) => file.endsWith('b.html'))).toEqual([]);
    expect(result.changes.toSorted((x, y) => (x.path < y.path ? -1 : 1))).toEqual([
      { kind: 'changed', path: '0.2.0/a.html' },
      { kind: 'changed', path: '0.2.0/a.md' },
      { kind: 'removed', path: '0.2.0/b.html' },
      { kind: 'removed', path: '0.2.0/b.md' },
      { kind: 'changed', path: '0.2.0/sitemap.xml' },
      { kind: 'changed', path: 'latest/a.md' },
      { kind: 'removed', path: 'latest/b.html' },
      { kind: 'removed', path: 'latest/b.md' },
    ]);
  });

  it('keeps the domain that is there, and writes the one it is told', async () => {
    await shop.publish('0.1.0', { domain: 'docs.example.org' });
    await shop.publish('0.2.0');
    expect(shop.show('CNAME')).toBe('docs.example.org');
    shop.commitByHand({ CNAME: 'other.example.org\n' });
    await shop.publish('0.3.0');
    expect(shop.show('CNAME')).toBe('other.example.org');
  });

  it('leaves latest with the greatest release, by default', async () => {
    await shop.publish('main');
    expect((await shop.publish('0.2.0')).latest).toBe('0.2.0');
    expect((await shop.publish('0.1.9')).latest).toBe('0.2.0');
    expect((await shop.publish('0.3.0', { alias: 'stay' })).latest).toBe('0.2.0');
    expect((await shop.publish('0.1.9', { alias: 'move' })).latest).toBe('0.1.9');
    expect(shop.show('latest/index.html')).toContain('url=/0.1.9/"');
    const listed = JSON.parse(shop.show('versions.json')) as { version: string; aliases: string[] }[];
    expect(listed.map(({ version, aliases }) => [version, ...aliases].join(' '))).toEqual(['0.3.0', '0.2.0', '0.1.9 latest', 'main']);
  });

  it('sends only what the remote does not have', async () => {
    const pages = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`p${index}`, `page ${index}`]));
    await shop.publish('0.1.0', { build: shop.build({ version: '0.1.0', pages }) });
    const objects = (): number => Number(/count: (\d+)/.exec(git(shop.remote, 'count-objects', '-v'))?.[1]) + packed();
    const packed = (): number => Number(/in-pack: (\d+)/.exec(git(shop.remote, 'count-objects', '-v'))?.[1]);
    const before = objects();
    await shop.publish('0.1.0', { build: shop.build({ version: '0.1.0', pages: { ...pages, p7: 'corrected' } }) });
    // The page and its Markdown, four folders (the version, the alias, the root), one commit.
    expect(objects() - before).toBeLessThanOrEqual(8);
  });
});

describe('a site of 2,000 files', () => {
  it('is published whole, then a single removed page is one removed file', async () => {
    const pages = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`learn/${index % 20}/p${index}`, `page ${index}`]));
    const first = await shop.publish('0.1.0', { build: shop.build({ version: '0.1.0', pages }) });
    expect(first.changes.filter(({ path }) => path.startsWith('0.1.0/'))).toHaveLength(2_005);
    expect(git(shop.remote, 'ls-tree', '-r', '--name-only', 'gh-pages:0.1.0').split('\n')).toHaveLength(2_005);
    delete pages['learn/7/p7'];
    const second = await shop.publish('0.1.0', { build: shop.build({ version: '0.1.0', pages }) });
    expect(second.changes.filter(({ kind }) => kind === 'removed').map(({ path }) => path)).toContain('0.1.0/learn/7/p7.html');
    git(shop.remote, 'fsck', '--strict');
  });
});

describe('file names', () => {
  it('survive spaces, quotes, backslashes and letters of any alphabet', async () => {
    const build = shop.build({ version: '0.1.0' });
    const names = ['a b.txt', 'say "hi".txt', 'back\\slash.txt', 'тест.txt', '#.txt', '-x.txt'];
    writeFiles(build, Object.fromEntries(names.map((name) => [name, name])));
    await shop.publish('0.1.0', { build });
    const listed = git(shop.remote, 'ls-tree', '-z', '--name-only', 'gh-pages:0.1.0').split('\0');
    expect(listed).toEqual(expect.arrayContaining(names));
    expect(shop.show('0.1.0/say "hi".txt')).toBe('say "hi".txt');
  });
});

describe('a dry run', () => {
  it('says what would change and changes nothing, on an empty remote and on a full one', async () => {
    expect(await shop.publish('0.1.0', { dryRun: true })).toMatchObject({ outcome: 'planned', commit: undefined, latest: '0.1.0' });
    expect(git(shop.remote, 'for-each-ref')).toBe('');
    await shop.publish('0.1.0');
    const before = git(shop.remote, 'for-each-ref') + git(shop.remote, 'count-objects', '-v');
    const planned = await shop.publish('0.2.0', { dryRun: true });
    expect(planned.changes).toContainEqual({ kind: 'added', path: '0.2.0/index.html' });
    expect(git(shop.remote, 'for-each-ref') + git(shop.remote, 'count-objects', '-v')).toBe(before);
  });
});

describe('what it refuses', () => {
  it('sources that git does not read because another user owns them, with the way to allow it', async () => {
    vi.stubEnv('GIT_TEST_ASSUME_DIFFERENT_OWNER', '1');
    const error = shop.publish('0.1.0');
    await expect(error).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: `git does not read ${shop.source}, which belongs to another user`,
      remedy: expect.stringContaining(`git config --global --add safe.directory '${shop.source}'`),
    });
  });

  it('sources without a commit', async () => {
    const source = join(shop.folder, 'empty');
    git(shop.folder, 'init', '--quiet', source);
    await expect(shop.publish('0.1.0', { source })).rejects.toMatchObject({ message: `${source} is in a git repository without a commit` });
  });

  it('sources with a change that is not committed, by the name of the file', async () => {
    writeFileSync(join(shop.source, 'draft.md'), 'new');
    await expect(shop.publish('0.1.0')).rejects.toMatchObject({ code: 'DOCS_SOURCE_DIRTY', message: expect.stringContaining('draft.md') });
    rmSync(join(shop.source, 'draft.md'));
    writeFileSync(join(shop.source, 'page.md'), 'changed');
    await expect(shop.publish('0.1.0')).rejects.toMatchObject({ code: 'DOCS_SOURCE_DIRTY', message: expect.stringContaining('page.md') });
  });

  it('a folder that is in no repository', async () => {
    const error = shop.publish('0.1.0', { source: tmpdir() });
    await expect(error).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', message: expect.stringContaining('not in a git repository') });
  });

  it('a remote that is not there, in one sentence', async () => {
    const error = shop.publish('0.1.0', { remote: join(shop.folder, 'nowhere.git') });
    await expect(error).rejects.toMatchObject({ code: 'DOCS_REMOTE_UNAVAILABLE', message: expect.stringContaining('nowhere.git') });
  });

  it('a branch name that git does not take', async () => {
    for (const branch of ['a..b', '-x', 'refs/../x', '']) {
      await expect(shop.publish('0.1.0', { branch })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    }
  });

  it('a push that a hook of the remote declines, with what the hook said', async () => {
    writeFileSync(join(shop.remote, 'hooks', 'pre-receive'), '#!/bin/sh\necho "this branch is protected" >&2\nexit 1\n', { mode: 0o755 });
    await expect(shop.publish('0.1.0')).rejects.toMatchObject({
      code: 'DOCS_PUSH_REFUSED',
      message: expect.stringMatching(/refused the push to gh-pages: pre-receive hook declined; this branch is protected/),
      exitCode: 77,
    });
    expect(git(shop.remote, 'for-each-ref')).toBe('');
  });

  it('leaves no temporary folder, whether it worked or not', async () => {
    await shop.publish('0.1.0');
    await shop.publish('0.1.0', { remote: join(shop.folder, 'nowhere.git') }).catch(() => undefined);
    expect(leftBehind()).toEqual([]);
  });
});

describe('files on the branch that it did not write', () => {
  it('are refused, the first one by name, and nothing is pushed', async () => {
    await shop.publish('0.1.0');
    shop.commitByHand({ 'notes.html': 'mine', 'zzz.txt': 'too' });
    const before = git(shop.remote, 'rev-parse', 'gh-pages');
    await expect(shop.publish('0.2.0')).rejects.toMatchObject({
      code: 'DOCS_BRANCH_FOREIGN',
      message: 'The branch gh-pages holds the file notes.html, which publish-docs did not write (and 1 more)',
    });
    expect(git(shop.remote, 'rev-parse', 'gh-pages')).toBe(before);
  });

  it('are kept when told so, byte for byte, a home page of their own included', async () => {
    shop.commitByHand({ 'index.html': 'my home', 'blog/post.html': 'mine', CNAME: 'docs.example.org\n' });
    await expect(shop.publish('0.1.0')).rejects.toMatchObject({ code: 'DOCS_BRANCH_FOREIGN' });
    await shop.publish('0.1.0', { keepForeign: true });
    expect([shop.show('index.html'), shop.show('blog/post.html'), shop.show('CNAME')]).toEqual(['my home', 'mine', 'docs.example.org']);
    expect(await shop.publish('0.1.0', { keepForeign: true })).toMatchObject({ outcome: 'unchanged' });
  });

  it('are refused even then where the version has to go', async () => {
    shop.commitByHand({ '0.1.0/index.html': 'somebody else' });
    await expect(shop.publish('0.1.0', { keepForeign: true })).rejects.toMatchObject({
      code: 'DOCS_BRANCH_FOREIGN',
      message: expect.stringContaining('the folder 0.1.0/'),
      remedy: expect.stringContaining('Take it off the branch'),
    });
  });

  it('include the branch of the sources, should somebody name it', async () => {
    git(shop.source, 'push', '--quiet', shop.remote, 'main');
    const error = shop.publish('0.1.0', { branch: 'main' });
    await expect(error).rejects.toMatchObject({ code: 'DOCS_BRANCH_FOREIGN', message: expect.stringContaining('page.md') });
  });

  it('include a list of versions that somebody broke', async () => {
    await shop.publish('0.1.0');
    for (const text of ['{', '{}', '[{"version":"../x","title":"","aliases":[]}]']) {
      shop.commitByHand({ 'versions.json': text });
      await expect(shop.publish('0.2.0')).rejects.toMatchObject({
        message: expect.stringContaining('versions.json on the branch gh-pages'),
      });
    }
  });
});
