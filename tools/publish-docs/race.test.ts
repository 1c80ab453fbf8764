import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { git, pageHtml, type Workshop, workshop, writeFiles } from './testing/fixtures.ts';

// Each test runs git dozens of times, which takes as long as the machine is busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let shop: Workshop;
beforeEach(() => {
  shop = workshop();
  // This server would take a forced push, so that none comes is seen here and not kept by the server.
  git(shop.remote, 'config', 'receive.denyNonFastForwards', 'false');
});
afterEach(() => shop.remove());

const history = (): readonly string[] => git(shop.remote, 'log', '--format=%H', 'gh-pages').split('\n');

/** Every tip that the branch ever had is still in its history, so it only ever moved forward. */
function expectNeverForced(): void {
  const tips = git(shop.remote, 'reflog', 'show', '--format=%H', 'gh-pages').split('\n');
  expect(history()).toEqual(expect.arrayContaining(tips));
  expect(git(shop.remote, 'rev-list', '--merges', 'gh-pages')).toBe('');
}

/** A build of 0.1.0 by one of several rivals, which has a page that no other has. */
function buildOf(rival: number): string {
  const folder = join(shop.folder, `rival-${rival}`);
  writeFiles(folder, {
    'index.html': pageHtml('/0.1.0/', `home by ${rival}`),
    '404.html': pageHtml('/0.1.0/', ''),
    'assets/js/main.1a2b.js': '',
    [`only-${rival}.html`]: pageHtml('/0.1.0/', ''),
    'sitemap.xml': '<urlset><url><loc>https://docs.example.org/0.1.0/</loc></url></urlset>',
  });
  return folder;
}

/** Moves the branch as a rival would, at once. */
function moveBranch(): void {
  const commit = git(shop.remote, 'commit-tree', 'gh-pages^{tree}', '-p', 'gh-pages', '-m', 'a rival');
  git(shop.remote, 'update-ref', 'refs/heads/gh-pages', commit);
}

const noPauses = { nowMs: () => 0, monotonicMs: () => 0, sleep: () => Promise.resolve() };

describe('publishers that race', () => {
  it.each([2, 5])('%i of different versions all get through, each version whole', async (count) => {
    const versions = Array.from({ length: count }, (_, index) => `0.${index + 1}.0`);
    const results = await Promise.all(
      versions.map((version) => shop.publish(version, { build: shop.build({ version, pages: { page: `text of ${version}` } }) })),
    );
    expect(results.map(({ outcome }) => outcome)).toEqual(versions.map(() => 'published'));
    expect(history()).toHaveLength(count);
    for (const version of versions) expect(shop.show(`${version}/page.md`)).toBe(`text of ${version}`);
    expect(JSON.parse(shop.show('versions.json'))).toMatchObject(
      versions.toReversed().map((version, index) => ({ version, aliases: index === 0 ? ['latest'] : [] })),
    );
    expect(shop.show('latest/index.html')).toContain(`url=/${versions.at(-1)}/"`);
    expectNeverForced();
  });

  it.each([2, 5])('%i of one version: one of them stands whole, never a mixture', async (count) => {
    const builds = Array.from({ length: count }, (_, rival) => buildOf(rival));
    const results = await Promise.all(builds.map((build) => shop.publish('0.1.0', { build })));
    expect(results.map(({ outcome }) => outcome)).toEqual(builds.map(() => 'published'));
    const own = shop.files().filter((file) => file.startsWith('0.1.0/only-'));
    expect(own).toHaveLength(1);
    const winner = /only-(\d)/.exec(own[0] ?? '')?.[1];
    expect(shop.show('0.1.0/index.html')).toContain(`home by ${winner}`);
    expectNeverForced();
  });

  it('publishes on top of a branch that moved between its look and its push', async () => {
    await shop.publish('0.1.0');
    let moves = 0;
    const log = (line: string): void => {
      if (line.startsWith('Pushing') && ++moves <= 3) moveBranch();
    };
    expect(await shop.publish('0.2.0', {}, { log })).toMatchObject({ outcome: 'published', attempts: 4 });
    expect(history()).toHaveLength(5);
    expectNeverForced();
  });

  it('gives up after eight attempts at a branch that moves each time, having overwritten nothing', async () => {
    await shop.publish('0.1.0');
    const log = (line: string): void => {
      if (line.startsWith('Pushing')) moveBranch();
    };
    const error = shop.publish('0.2.0', {}, { log, clock: noPauses });
    await expect(error).rejects.toMatchObject({ code: 'DOCS_PUSH_CONTENDED', retryable: true, exitCode: 75 });
    expect(history()).toHaveLength(9);
    expect(shop.files().some((file) => file.startsWith('0.2.0/'))).toBe(false);
    expectNeverForced();
  });

  it('waits longer and longer between attempts, by chance, but never long', async () => {
    await shop.publish('0.1.0');
    const pauses: number[] = [];
    const clock = { ...noPauses, sleep: (durationMs: number) => Promise.resolve(void pauses.push(durationMs)) };
    const log = (line: string): void => {
      if (line.startsWith('Pushing')) moveBranch();
    };
    await shop.publish('0.2.0', {}, { log, clock, random: () => 1 }).catch(() => undefined);
    expect(pauses).toEqual([300, 600, 1_200, 2_400, 4_800, 5_000, 5_000]);
  });
});

describe('a push whose answer is lost', () => {
  it('is found on the branch and not made again', async () => {
    await shop.publish('0.1.0');
    const hook = join(shop.remote, 'hooks', 'reference-transaction');
    const died = join(shop.remote, 'died');
    writeFileSync(hook, `#!/bin/sh\n[ "$1" = committed ] && [ ! -e '${died}' ] && touch '${died}' && kill -9 $PPID\nexit 0\n`, {
      mode: 0o755,
    });
    const said: string[] = [];
    const result = await shop.publish('0.2.0', {}, { log: (line) => said.push(line) });
    expect(existsSync(died)).toBe(true);
    expect(said.join('\n')).toContain('broke off');
    expect(result).toMatchObject({ outcome: 'published', attempts: 2, commit: git(shop.remote, 'rev-parse', 'gh-pages') });
    expect(history()).toHaveLength(2);
    rmSync(hook);
  });
});
