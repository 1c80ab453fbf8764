import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { git, type Workshop, workshop } from './testing/fixtures.ts';

// Each test runs git dozens of times, which takes as long as the machine is busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let shop: Workshop;
/** Three commits of the sources, each the parent of the next. */
let first: string;
let second: string;
let third: string;
beforeEach(() => {
  shop = workshop();
  first = git(shop.source, 'rev-parse', 'HEAD');
  second = shop.commitSource('docs: more');
  third = shop.commitSource('docs: even more');
});
afterEach(() => shop.remove());

const text = (): string => shop.show('0.1.0/page.md');
const tip = (): string => git(shop.remote, 'rev-parse', 'gh-pages');

type More = Parameters<Workshop['publish']>[1];
/** Publishes what stands at a commit of the sources; its page says which commit that is, or what it is told. */
function publishAt(commit: string, more: More = {}, page = commit): ReturnType<Workshop['publish']> {
  git(more.source ?? shop.source, 'checkout', '--quiet', '--detach', commit);
  return shop.publish('0.1.0', { build: shop.build({ version: '0.1.0', pages: { page } }), ...more });
}

async function refusalOf(publication: Promise<unknown>): Promise<{ readonly message: string; readonly remedy: string }> {
  const before = tip();
  const error: unknown = await publication.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toMatchObject({ code: 'DOCS_SOURCE_NOT_NEWER', exitCode: 65 });
  expect(tip()).toBe(before);
  return error as { message: string; remedy: string };
}

const short = (commit: string): string => commit.slice(0, 12);

describe('documentation of an older commit', () => {
  it('does not replace that of a newer one, whichever pipeline runs last; a dry run says so too', async () => {
    await publishAt(second);
    const { message, remedy } = await refusalOf(publishAt(first));
    expect(message).toBe(`0.1.0 was published from ${short(second)}, which is newer than ${short(first)}`);
    expect(remedy).toContain(`--replace-commit ${second}`);
    await refusalOf(publishAt(first, { dryRun: true }));
    expect(text()).toBe(second);
    expect(await publishAt(third)).toMatchObject({ outcome: 'published', sourceCommit: third });
  });

  it('does not replace that of a newer one which changed nothing and only proved that the pages are right', async () => {
    await publishAt(first, {}, 'the same');
    const proved = await publishAt(third, {}, 'the same');
    expect(proved.changes).toEqual([{ kind: 'changed', path: 'versions.json' }]);
    await refusalOf(publishAt(second, {}, 'an error that the third commit takes back'));
    expect(text()).toBe('the same');
  });

  it('loses a race that it began first: it is refused on top of the newer one', async () => {
    await publishAt(first);
    git(shop.source, 'checkout', '--quiet', '--detach', second);
    const build = shop.build({ version: '0.1.0', pages: { page: second } });
    let isRaced = false;
    const log = (line: string): void => {
      if (!line.startsWith('Pushing') || isRaced) return;
      isRaced = true;
      shop.commitByHand({ 'versions.json': `${shop.show('versions.json').replace(first, third)}\n`, '0.1.0/page.md': third });
    };
    await expect(shop.publish('0.1.0', { build }, { log })).rejects.toMatchObject({ code: 'DOCS_SOURCE_NOT_NEWER' });
    expect([isRaced, text()]).toEqual([true, third]);
  });

  it('takes no part in another version: each is compared with itself', async () => {
    await publishAt(third);
    git(shop.source, 'checkout', '--quiet', '--detach', first);
    expect(await shop.publish('0.0.9')).toMatchObject({ outcome: 'published' });
  });

  it('is compared with what stands there, not with what a person has removed', async () => {
    await publishAt(third);
    await shop.publish('0.0.9');
    shop.commitByHand({}, ['0.1.0']);
    expect(await publishAt(first)).toMatchObject({ outcome: 'published' });
  });

  it('replaces documentation that was published before commits were noted', async () => {
    await publishAt(third);
    shop.commitByHand({ 'versions.json': '[{"version":"0.1.0","title":"0.1.0","aliases":["latest"]}]' });
    expect(await publishAt(first)).toMatchObject({ outcome: 'published' });
    await refusalOf(publishAt(git(shop.source, 'commit-tree', `${first}^{tree}`, '-m', 'another beginning')));
  });
});

describe('going back on purpose', () => {
  it('names the commit to replace, whole or in short, and then goes forward from there as ever', async () => {
    await publishAt(third);
    expect(await publishAt(first, { replaceCommit: third })).toMatchObject({ outcome: 'published', sourceCommit: first });
    expect(text()).toBe(first);
    expect(await publishAt(third)).toMatchObject({ outcome: 'published' });
    expect(await publishAt(first, { replaceCommit: third.slice(0, 7) })).toMatchObject({ outcome: 'published' });
    expect(await publishAt(second)).toMatchObject({ outcome: 'published' });
  });

  it('does not replace another commit that was published meanwhile', async () => {
    await publishAt(third);
    const { message, remedy } = await refusalOf(publishAt(first, { replaceCommit: second }));
    expect(message).toContain(`0.1.0 was published from ${third}, not from ${second}`);
    expect(remedy).toContain(`--replace-commit ${third}`);
  });
});

describe('histories that do not tell which is newer', () => {
  it('diverged: is refused until one contains the other', async () => {
    await publishAt(second);
    git(shop.source, 'checkout', '--quiet', '--detach', first);
    const aside = shop.commitSource('docs: aside');
    const { message, remedy } = await refusalOf(publishAt(aside));
    expect(message).toContain('the two have diverged');
    expect(remedy).toContain(`git merge ${second}`);
    git(shop.source, 'merge', '--quiet', '-m', 'merge', second);
    expect(await publishAt(git(shop.source, 'rev-parse', 'HEAD'))).toMatchObject({ outcome: 'published' });
  });

  it('a commit that the repository lacks: is refused until it has been fetched', async () => {
    const behind = join(shop.folder, 'behind');
    git(shop.source, 'checkout', '--quiet', '-B', 'main', first);
    git(shop.folder, 'clone', '--quiet', '--single-branch', `file://${shop.source}`, behind);
    await publishAt(third);
    const { message, remedy } = await refusalOf(publishAt(first, { source: behind }));
    expect(message).toContain('a commit that this repository does not have');
    expect(remedy).toContain('git fetch');
    git(shop.source, 'branch', 'newest', third);
    git(behind, 'fetch', '--quiet', 'origin', 'newest');
    await refusalOf(publishAt(first, { source: behind }));
    expect(await publishAt(third, { source: behind })).toMatchObject({ outcome: 'unchanged' });
  });

  it('a shallow clone: is refused where the history was cut off, and taken where what is left proves the order', async () => {
    const cut = join(shop.folder, 'shallow');
    git(shop.source, 'checkout', '--quiet', '-B', 'main', third);
    git(shop.folder, 'clone', '--quiet', '--depth=2', `file://${shop.source}`, cut);
    await publishAt(first);
    const { message, remedy } = await refusalOf(publishAt(third, { source: cut }));
    expect(message).toContain('this shallow clone does not show whether');
    expect(remedy).toContain('git fetch --unshallow');
    await publishAt(second);
    expect(await publishAt(third, { source: cut })).toMatchObject({ outcome: 'published' });
    const { message: older } = await refusalOf(publishAt(second, { source: cut }));
    expect(older).toContain('which is newer');
  });

  it('replaced objects do not make an older commit a newer one', async () => {
    await publishAt(third);
    const pretended = git(shop.source, 'commit-tree', `${first}^{tree}`, '-p', third, '-m', 'pretends to follow');
    git(shop.source, 'replace', first, pretended);
    expect((await refusalOf(publishAt(first))).message).toContain('which is newer');
  });
});

describe('the mark for CI', () => {
  it('stands in the title of every commit that is pushed, within the 250 characters that CircleCI reads', async () => {
    const version = 'x'.repeat(64);
    await shop.publish(version);
    await publishAt(third);
    const messages = git(shop.remote, 'log', '--format=%s%x00', 'gh-pages')
      .split('\0')
      .filter((line) => line.trim() !== '');
    expect(messages).toHaveLength(2);
    for (const message of messages) expect(message.trim().slice(0, 250)).toMatch(/\[skip ci\]|\[ci skip\]/);
  });
});
