import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { git, type Workshop, workshop } from './testing/fixtures.ts';

// Each test runs git dozens of times, which takes as long as the machine is busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let shop: Workshop;
beforeEach(async () => {
  shop = workshop();
  for (const version of ['1.0.9', '1.1.0', '1.2.0', 'main']) {
    const build = shop.build({ version, pages: { 'learn/gossip': `gossip of ${version}` }, rootPath: '/ringside/' });
    await shop.publish(version, { build });
  }
  shop.commitByHand({}, ['1.2.0']);
});
afterEach(() => shop.remove());

const files = (folder: string): readonly string[] => git(shop.remote, 'ls-tree', '-r', '--name-only', `gh-pages:${folder}`).split('\n');

describe('the alias after its version was removed from the branch by hand', () => {
  it.each(['main', '1.0.9', '1.0.8'])('goes to the greatest release that is left when %s is published', async (version) => {
    // Over file:// the server filters, so the files of 1.1.0 are not at hand when the alias is made of their names.
    const remote = `file://${shop.remote}`;
    const build = shop.build({ version, pages: { other: 'text' }, rootPath: '/ringside/' });
    const { latest, versions } = await shop.publish(version, { build, remote });
    expect(latest).toBe('1.1.0');
    expect(versions).not.toContain('1.2.0');
    expect(files('latest')).toEqual(['index.html', 'learn/gossip.html', 'learn/gossip.md', 'llms.txt']);
    expect(shop.show('latest/learn/gossip.html')).toContain('url=/ringside/1.1.0/learn/gossip"');
    expect(shop.show('latest/learn/gossip.md')).toBe('gossip of 1.1.0');
    expect(shop.show('index.html')).toContain('url=./1.1.0/"');
    git(shop.remote, 'fsck', '--strict');
  });

  it('goes to the version that is published when that is the greatest release', async () => {
    expect((await shop.publish('1.3.0', { build: shop.build({ version: '1.3.0', rootPath: '/ringside/' }) })).latest).toBe('1.3.0');
  });

  it('goes to another one when the version that is published is to leave it alone', async () => {
    const build = shop.build({ version: '2.0.0', rootPath: '/ringside/' });
    expect((await shop.publish('2.0.0', { build, alias: 'stay' })).latest).toBe('1.1.0');
  });

  it('is the same folder as if that version had been published anew', async () => {
    const build = shop.build({ version: 'main', rootPath: '/ringside/' });
    await shop.publish('main', { build });
    const inherited = git(shop.remote, 'rev-parse', 'gh-pages:latest');
    await shop.publish('1.1.0', { build: join(shop.folder, 'build-1.1.0') });
    expect(git(shop.remote, 'rev-parse', 'gh-pages:latest')).toBe(inherited);
  });
});
