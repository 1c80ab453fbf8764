import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type RunningCommand, startCommand } from './testing/command.ts';
import { git, type Workshop, workshop } from './testing/fixtures.ts';

// Each test runs git dozens of times, which takes as long as the machine is busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let shop: Workshop;
let temporary: string;
beforeEach(() => {
  shop = workshop();
  temporary = join(shop.folder, 'temporary');
  mkdirSync(temporary);
});
afterEach(() => shop.remove());

const tip = (): string => git(shop.remote, 'rev-parse', 'gh-pages');
const leftBehind = (): readonly string[] => readdirSync(temporary).filter((name) => name.startsWith('ringside-publish-docs-'));

function start(version: string, build: string, ...more: readonly string[]): RunningCommand {
  const args = ['--remote', shop.remote, '--build', build, '--doc-version', version, '--source', shop.source, ...more];
  return startCommand(args, temporary);
}

/** A build with enough pages that importing and pushing it takes a while. */
function largeBuild(version: string, text: string): string {
  const names = Array.from({ length: 400 }, (_, index) => `p${index}`);
  return shop.build({ version, pages: Object.fromEntries(names.map((name) => [name, `${text} ${name} `.repeat(200)])) });
}

describe('a publisher that is killed (-9)', () => {
  // The moments: before it looked, while it imports, while it pushes, and by chance in between.
  it.each([
    ['files of', 0],
    ['files of', Math.round(Math.random() * 600)],
    ['Pushing', 0],
    ['Pushing', Math.round(Math.random() * 200)],
  ])('leaves the branch as it was or as it was to be, and the next one works (after "%s" and %i ms)', async (text, ms) => {
    await shop.publish('0.1.0');
    const before = tip();
    const build = largeBuild('0.2.0', 'text');
    const killed = start('0.2.0', build);
    await killed.shows(text);
    await sleep(ms);
    killed.child.kill('SIGKILL');
    await killed.ended;
    git(shop.remote, 'fsck', '--strict', '--no-dangling');
    expect([tip(), git(shop.remote, 'rev-list', '--max-count=2', 'gh-pages').split('\n')[1]]).toContain(before);

    const next = await start('0.2.0', build).ended;
    expect(next).toMatchObject({ exitCode: 0 });
    expect(shop.show('0.2.0/p399.md')).toContain('text p399');
    expect(git(shop.remote, 'rev-parse', 'gh-pages^')).toBe(before);
    expect(leftBehind()).toEqual([]);
    git(shop.remote, 'fsck', '--strict', '--no-dangling');
  });
});

describe('a publisher that is interrupted', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'by %s during the push says so, ends with 130, leaves no folder and no change',
    async (signal) => {
      writeFileSync(join(shop.remote, 'hooks', 'pre-receive'), '#!/bin/sh\ntouch waiting\nsleep 5\nexit 1\n', { mode: 0o755 });
      const running = start('0.1.0', shop.build({ version: '0.1.0' }));
      await running.shows('Pushing');
      await expect.poll(() => existsSync(join(shop.remote, 'waiting')), { timeout: 60_000 }).toBe(true);
      running.child.kill(signal);
      const { exitCode, stderr } = await running.ended;
      expect(exitCode).toBe(130);
      expect(stderr).toContain(`interrupted by ${signal}`);
      expect(leftBehind()).toEqual([]);
      expect(git(shop.remote, 'for-each-ref')).toBe('');
    },
  );
});

describe('the command', () => {
  it('writes one JSON object with --json, and says that there is nothing to publish with exit code 0', async () => {
    const build = shop.build({ version: '0.1.0' });
    const first = await start('0.1.0', build, '--json').ended;
    expect(JSON.parse(first.stdout)).toMatchObject({ outcome: 'published', commit: tip(), files: { added: 11, changed: 0, removed: 0 } });
    const second = await start('0.1.0', build).ended;
    expect(second).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^Nothing to publish: gh-pages of .* already holds exactly this 0\.1\.0/),
    });
  });

  it('lists what a dry run would change', async () => {
    const { stdout, exitCode } = await start('0.1.0', shop.build({ version: '0.1.0' }), '--dry-run').ended;
    expect(exitCode).toBe(0);
    expect(stdout).toContain('  + 0.1.0/index.html\n');
    expect(stdout).toContain('Nothing was changed.');
  });

  it('shows an error as a sentence and a remedy, or as JSON', async () => {
    const build = join(shop.folder, 'nothing');
    const plain = await start('0.1.0', build).ended;
    expect(plain).toMatchObject({ exitCode: 65, stdout: '' });
    expect(plain.stderr).toBe(
      `error DOCS_BUILD_INCOMPLETE The build in ${build} cannot be published: there is no such folder\n  try Build the site again, to its end, and publish that.\n`,
    );
    const json = await start('0.1.0', build, '--json').ended;
    expect(JSON.parse(json.stderr)).toMatchObject({ error: { code: 'DOCS_BUILD_INCOMPLETE' } });
  });
});
