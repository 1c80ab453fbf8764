import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { systemClock } from '@ringside/core';
import { freePort, identityOf, isRunning } from '@ringside/host';
import { temporaryDirectorySync } from '@ringside/host/vitest';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { buildDocs, findDocsBuilds, killDocsBuilds, stopDocsBuilds } from './build.ts';
import { docsAreCurrent, docsPlace, type DocsPlace } from './place.ts';
import { type Docs, startDocs } from './docs.ts';

/**
 * Stands for the builder: writes its pid and that of a child, which has a group of its own as each task of Nx has, to `<workspace>/builds`, then waits for `<workspace>/go` and does what
 * that says: `pages` writes new pages and the site map, anything else is a failure.
 */
const BUILDER = `
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
const workspace = process.argv[process.argv.indexOf('--docs-of') + 1];
const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'], { stdio: 'ignore', detached: true });
child.once('spawn', () => appendFileSync(workspace + '/builds', process.pid + ' ' + child.pid + '\\n'));
setInterval(() => {
  if (!existsSync(workspace + '/go')) return;
  child.kill('SIGKILL');
  if (readFileSync(workspace + '/go', 'utf8') !== 'pages') process.exit(3);
  mkdirSync(workspace + '/docs-site/build', { recursive: true });
  writeFileSync(workspace + '/docs-site/build/index.html', 'new pages');
  writeFileSync(workspace + '/docs-site/build/sitemap.xml', '');
  process.exit(0);
}, 10);
`;

let place: DocsPlace;
let home: string;
let program: string;
let notes: string[];
let port: number;
let docs: Docs | undefined;
const clock = systemClock;
/** Processes start and end; on a busy machine that takes a while. */
const SOON = { timeout: 30_000 };
vi.setConfig({ testTimeout: 90_000, hookTimeout: 60_000 });
const note = (text: string): void => void notes.push(text);

beforeEach(async () => {
  const root = temporaryDirectorySync('docs');
  place = docsPlace(join(root, 'clone'));
  home = join(root, 'home');
  program = join(root, 'builder.mjs');
  notes = [];
  docs = undefined;
  mkdirSync(home);
  write('docs-site/docs/page.md', 100);
  write('packages/core/src/index.ts', 100);
  writeFileSync(program, BUILDER);
  port = await freePort();
});

afterEach(async () => {
  await docs?.stop();
  for (const pid of await running()) kill(pid);
  await vi.waitUntil(async () => (await running()).length === 0, SOON);
});

/** One that has ended meanwhile is no error. */
function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}

function write(path: string, atSeconds: number, content = ''): void {
  const file = join(place.workspace, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  utimesSync(file, atSeconds, atSeconds);
}

function builtPages(atSeconds: number): void {
  write('docs-site/build/index.html', atSeconds, 'old pages');
  write('docs-site/build/sitemap.xml', atSeconds);
}

/** The pids of each build that began, its own and its child's. */
function builds(): number[][] {
  const file = join(place.workspace, 'builds');
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(' ').map(Number));
}

/** What runs of all that the builds started. */
async function running(): Promise<number[]> {
  return builds()
    .flat()
    .filter((pid) => isRunning(identityOf(pid)));
}

const buildsBegun = async (count: number): Promise<void> => await expect.poll(() => builds().length, SOON).toBe(count);
const start = async (): Promise<void> => void (docs = await startDocs({ home, port, note, clock, place, program }));
const page = async (): Promise<string> => await (await fetch(docs?.url ?? '')).text();
/** Whole at once: a builder that looks every 10 ms must not read an empty word. */
const letBuild = (outcome: 'pages' | 'fail'): void => {
  writeFileSync(join(place.workspace, 'go.new'), outcome);
  renameSync(join(place.workspace, 'go.new'), join(place.workspace, 'go'));
};

describe('docsAreCurrent()', () => {
  it('is true for complete pages that are newer than all of their sources, those of the packages included', () => {
    expect(docsAreCurrent(place)).toBe(false);
    builtPages(200);
    expect(docsAreCurrent(place)).toBe(true);
    write('packages/core/src/index.ts', 300);
    expect(docsAreCurrent(place)).toBe(false);
    builtPages(400);
    write('docs-site/docs/page.md', 500);
    expect(docsAreCurrent(place)).toBe(false);
  });

  it('does not mind what the build itself writes, nor tests', () => {
    builtPages(200);
    for (const path of ['docs-site/docs/reference/api/a.md', 'docs-site/.docusaurus/x', 'docs-site/node_modules/a/b.js']) write(path, 300);
    write('packages/core/src/index.test.ts', 300);
    expect(docsAreCurrent(place)).toBe(true);
  });

  it('is false for pages of a build that was broken off, and without the pages', () => {
    builtPages(200);
    rmSync(join(place.build, 'sitemap.xml'));
    expect(docsAreCurrent(place)).toBe(false);
    builtPages(200);
    rmSync(join(place.build, 'index.html'));
    expect(docsAreCurrent(place)).toBe(false);
  });
});

describe('startDocs()', () => {
  it('serves pages that are current, and builds nothing', async () => {
    builtPages(200);
    await start();
    expect([docs?.state, await page(), notes]).toEqual(['served', 'old pages', []]);
    expect(findDocsBuilds(home)).toEqual([]);
  });

  it('builds what is missing and serves it from then on', async () => {
    await start();
    expect([docs?.state, await page()]).toEqual(['building', expect.stringContaining('being built')]);
    letBuild('pages');
    await expect.poll(() => notes, SOON).toEqual([`The documentation is built: ${docs?.url}`]);
    expect(await page()).toBe('new pages');
  });

  it('serves the last pages until those of changed sources are there, even while the build empties its folder', async () => {
    builtPages(200);
    write('docs-site/docs/page.md', 300);
    await start();
    await buildsBegun(1);
    rmSync(place.build, { recursive: true });
    expect([docs?.state, await page()]).toEqual(['rebuilding', 'old pages']);
    letBuild('pages');
    await expect.poll(page, SOON).toBe('new pages');
    await expect.poll(() => readdirSync(home), SOON).toEqual(['docs-build.log']);
  });

  it('says that a build failed and where to read why, and goes on serving what it had', async () => {
    builtPages(200);
    write('docs-site/docs/page.md', 300);
    letBuild('fail');
    await start();
    const why = `it ended with exit code 3; see ${join(home, 'docs-build.log')}`;
    await expect.poll(() => notes, SOON).toEqual([`The documentation was not built: ${why}`]);
    expect(await page()).toBe('old pages');
  });

  it('says who has the port, and builds nothing', async () => {
    const thief = createServer();
    await new Promise<void>((resolve) => thief.listen(port, '127.0.0.1', resolve));
    await start();
    thief.close();
    expect(docs).toBeUndefined();
    expect(notes).toEqual([expect.stringMatching(/^The documentation is not served: .*; it is in use by .*\(pid \d+\)/)]);
    expect([findDocsBuilds(home), builds()]).toEqual([[], []]);
  });

  it('says nothing of a build that is stopped with the ring', async () => {
    await start();
    await buildsBegun(1);
    await docs?.stop();
    await stopDocsBuilds(findDocsBuilds(home), clock);
    await expect.poll(running, SOON).toEqual([]);
    expect(notes).toEqual([]);
  });
});

describe('a build whose launcher was killed', () => {
  const leftOver = async (): Promise<void> => {
    void buildDocs(place, home, program);
    await buildsBegun(1);
  };

  it('is found with all that it started, and ends at once on the second Ctrl-C', async () => {
    await leftOver();
    expect(findDocsBuilds(home).map(({ pid }) => pid)).toEqual([builds()[0]?.[0]]);
    expect(await running()).toHaveLength(2);
    killDocsBuilds(home);
    await expect.poll(running, SOON).toEqual([]);
  });

  it('is stopped by ringside down, even when it ignores being asked', async () => {
    writeFileSync(program, `process.on('SIGTERM', () => {});\n${BUILDER}`);
    await leftOver();
    await stopDocsBuilds(findDocsBuilds(home), clock);
    await expect.poll(running, SOON).toEqual([]);
  });

  it('is waited for by the next start, which begins no second one', async () => {
    await leftOver();
    await start();
    expect(docs?.state).toBe('building');
    letBuild('pages');
    await expect.poll(() => notes, SOON).toEqual([`The documentation is built: ${docs?.url}`]);
    expect([await page(), builds().length]).toEqual(['new pages', 1]);
  });

  it('is followed by another when it fails', async () => {
    await leftOver();
    await start();
    process.kill(-(builds()[0]?.[0] ?? 0), 'SIGKILL');
    await buildsBegun(2);
    letBuild('pages');
    await expect.poll(page, SOON).toBe('new pages');
  });

  it('is not mixed up with that of another state folder, or with an editor that shows its log', async () => {
    const editor = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)', '--', join(home, 'docs-build.log')], { stdio: 'ignore' });
    await new Promise((resolve) => editor.once('spawn', resolve));
    const other = join(dirname(home), 'home2');
    mkdirSync(other);
    await leftOver();
    expect(findDocsBuilds(other)).toEqual([]);
    expect(findDocsBuilds(home).map(({ pid }) => pid)).toEqual([builds()[0]?.[0]]);
    editor.kill('SIGKILL');
  });
});
