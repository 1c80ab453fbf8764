import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { systemClock } from '@ringside/core';
import { publish, type PublishOptions, type PublishResult, type PublishTools } from '../publish.ts';

const IDENTITY = ['-c', 'user.name=Test', '-c', 'user.email=test@localhost'];

/** Runs git and returns what it printed; throws when it fails. */
export function git(folder: string, ...args: readonly string[]): string {
  return execFileSync('git', [...IDENTITY, ...args], { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
}

/** Writes files below a folder, making the folders in between. */
export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** What a fixture's build holds. */
export interface BuildShape {
  readonly version: string;
  /** Its pages beside the home page, with the text of each. */
  readonly pages?: Readonly<Record<string, string>>;
  /** Where the site begins. */
  readonly rootPath?: string;
}

/** One page as the site's generator would write it for a base path. */
export function pageHtml(basePath: string, text: string): string {
  return `<!doctype html><html><head><script src=${basePath}assets/js/main.1a2b.js defer></script></head><body>${text}</body></html>\n`;
}

/** A workshop for one test: sources with a commit, builds, and a bare remote; all in one temporary folder. */
export interface Workshop {
  readonly folder: string;
  readonly source: string;
  /** The path of a bare repository that a test pushes to. */
  readonly remote: string;
  build(shape: BuildShape): string;
  /** Publishes with the defaults of a test. */
  publish(version: string, options?: Partial<PublishOptions>, tools?: Partial<PublishTools>): Promise<PublishResult>;
  /** All files of the remote's branch. */
  files(branch?: string): readonly string[];
  /** The text of a file of the remote's branch. */
  show(path: string, branch?: string): string;
  /** Adds a commit to the remote's branch as a person would, with files written and folders removed. */
  commitByHand(files: Readonly<Record<string, string>>, removed?: readonly string[]): void;
  /** Adds a commit to the sources. @returns its id */
  commitSource(message: string): string;
  remove(): void;
}

/** Makes a {@link Workshop}. */
export function workshop(): Workshop {
  const folder = mkdtempSync(join(tmpdir(), 'publish-docs-test-'));
  const source = join(folder, 'source');
  const remote = join(folder, 'remote.git');
  writeFiles(source, { 'page.md': '# Page\n' });
  git(source, 'init', '--quiet', '--initial-branch=main');
  git(source, 'add', '.');
  git(source, 'commit', '--quiet', '-m', 'docs: a page');
  git(folder, 'init', '--quiet', '--bare', '--initial-branch=gh-pages', remote);
  for (const [key, value] of [
    ['receive.denyNonFastForwards', 'true'],
    ['core.logAllRefUpdates', 'true'],
    ['uploadpack.allowFilter', 'true'],
    ['receive.fsckObjects', 'true'],
  ] as const) {
    git(remote, 'config', key, value);
  }
  const build = (shape: BuildShape): string => writeBuild(join(folder, `build-${shape.version}`), shape);
  return {
    folder,
    source,
    remote,
    build,
    publish: (version, options = {}, tools = {}) =>
      publish(
        {
          remote,
          build: options.build ?? build({ version }),
          source,
          version,
          branch: 'gh-pages',
          alias: 'byRule',
          keepForeign: false,
          dryRun: false,
          ...options,
        },
        { clock: systemClock, random: Math.random, signal: new AbortController().signal, log: () => undefined, ...tools },
      ),
    files: (branch = 'gh-pages') => git(remote, 'ls-tree', '-r', '--name-only', branch).split('\n'),
    show: (path, branch = 'gh-pages') => git(remote, 'show', `${branch}:${path}`),
    commitByHand: (files, removed = []) => commitByHand(folder, remote, { files, removed }),
    commitSource: (message) => {
      git(source, 'commit', '--quiet', '--allow-empty', '-m', message);
      return git(source, 'rev-parse', 'HEAD');
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function writeBuild(folder: string, { version, pages = {}, rootPath = '/' }: BuildShape): string {
  const basePath = `${rootPath}${version}/`;
  rmSync(folder, { recursive: true, force: true });
  const names = Object.keys(pages);
  const locations = ['', ...names].map((name) => `<url><loc>https://docs.example.org${basePath}${name}</loc></url>`);
  writeFiles(folder, {
    'index.html': pageHtml(basePath, `home of ${version}`),
    '404.html': pageHtml(basePath, 'not found'),
    'sitemap.xml': `<urlset>${locations.join('')}</urlset>`,
    'llms.txt': `pages of ${version}\n`,
    'assets/js/main.1a2b.js': `// ${version}\n`,
    ...Object.fromEntries(names.flatMap((name) => [pageFile(name, basePath, pages), sourceFile(name, pages)])),
  });
  return folder;
}

function pageFile(name: string, basePath: string, pages: Readonly<Record<string, string>>): [string, string] {
  return [`${name}.html`, pageHtml(basePath, pages[name] ?? '')];
}

function sourceFile(name: string, pages: Readonly<Record<string, string>>): [string, string] {
  return [`${name}.md`, `${pages[name] ?? ''}\n`];
}

function commitByHand(
  folder: string,
  remote: string,
  { files, removed }: { readonly files: Readonly<Record<string, string>>; readonly removed: readonly string[] },
): void {
  const clone = mkdtempSync(join(folder, 'clone-'));
  git(folder, 'clone', '--quiet', remote, clone);
  git(clone, 'checkout', '--quiet', '-B', 'gh-pages');
  writeFiles(clone, files);
  for (const path of removed) rmSync(join(clone, path), { recursive: true });
  git(clone, 'add', '-A');
  git(clone, 'commit', '--quiet', '-m', 'by hand');
  git(clone, 'push', '--quiet', 'origin', 'gh-pages');
}
