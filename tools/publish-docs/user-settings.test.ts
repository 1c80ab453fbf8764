import { execFileSync } from 'node:child_process';
import { appendFileSync, chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { git, type Workshop, workshop, writeFiles } from './testing/fixtures.ts';
import { type HttpRemote, serveHttp } from './testing/http-remote.ts';
import { formatSettings, missingSettings, pushAddress } from './user-settings.ts';

// Each test runs git dozens of times, which takes as long as the machine is busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let shop: Workshop;
let log: string;
beforeEach(() => {
  shop = workshop();
  log = join(shop.folder, 'ssh.log');
  // Nothing of the person who runs the tests takes part.
  writeFiles(shop.folder, { gitconfig: '' });
  vi.stubEnv('GIT_CONFIG_GLOBAL', join(shop.folder, 'gitconfig'));
  vi.stubEnv('GIT_CONFIG_NOSYSTEM', '1');
  vi.stubEnv('GIT_SSH_COMMAND', undefined);
  vi.stubEnv('GIT_SSH', undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
  shop.remove();
});

/** A stand-in for ssh that runs the command here, as a server would, and writes down by which name it was called. */
function fakeSsh(path: string): string {
  writeFiles(shop.folder, { [path]: `#!/bin/sh\necho "$0 $*" >> '${log}'\nfor last; do :; done\nexec sh -c "$last"\n` });
  chmodSync(join(shop.folder, path), 0o755);
  return join(shop.folder, path);
}

const config = (key: string, value: string): string => git(shop.source, 'config', '--add', key, value);
const overSsh = (): string => `robot@git.example.org:${shop.remote}`;
const calledBy = (): readonly string[] =>
  readFileSync(log, 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(' ')[0] ?? '');

describe("the user's way to reach a remote by SSH", () => {
  it("is the clone's core.sshCommand", async () => {
    const ssh = fakeSsh('clone-ssh');
    config('core.sshCommand', ssh);
    expect(await shop.publish('0.1.0', { remote: overSsh() })).toMatchObject({ outcome: 'published', remote: overSsh() });
    expect(new Set(calledBy())).toEqual(new Set([ssh]));
  });

  it("is the clone's before the user's, the environment's before both, and GIT_SSH after all", async () => {
    const [user, clone, environment, program] = ['user-ssh', 'clone-ssh', 'environment-ssh', 'program-ssh'].map(fakeSsh);
    const last = async (version: string): Promise<string | undefined> => {
      await shop.publish(version, { remote: overSsh() });
      return calledBy().at(-1);
    };
    vi.stubEnv('GIT_SSH', program);
    expect(await last('0.1.0')).toBe(program);
    git(shop.folder, 'config', '--file', 'gitconfig', 'core.sshCommand', user ?? '');
    expect(await last('0.2.0')).toBe(user);
    config('core.sshCommand', clone ?? '');
    expect(await last('0.3.0')).toBe(clone);
    vi.stubEnv('GIT_SSH_COMMAND', environment);
    expect(await last('0.4.0')).toBe(environment);
  });

  it('is that of a conditional include, which holds for the sources but not for the folder where git works', async () => {
    const ssh = fakeSsh('included-ssh');
    writeFiles(shop.folder, { included: `[core]\n\tsshCommand = ${ssh}\n` });
    git(shop.folder, 'config', '--file', 'gitconfig', `includeIf.gitdir:${shop.source}/.path`, join(shop.folder, 'included'));
    await shop.publish('0.1.0', { remote: overSsh() });
    expect(new Set(calledBy())).toEqual(new Set([ssh]));
  });

  it('may be a program beside the sources', async () => {
    fakeSsh('source/tools/ssh.sh');
    git(shop.source, 'add', '.');
    git(shop.source, 'commit', '--quiet', '-m', 'a program');
    config('core.sshCommand', 'tools/ssh.sh');
    await shop.publish('0.1.0', { remote: overSsh() });
    expect(calledBy().map((path) => basename(path))).toContain('ssh.sh');
  });

  it('never asks on the terminal when it is plain ssh', async () => {
    const ssh = fakeSsh('bin/ssh');
    vi.stubEnv('PATH', `${join(shop.folder, 'bin')}:${process.env['PATH']}`);
    await shop.publish('0.1.0', { remote: overSsh() });
    expect(readFileSync(log, 'utf8').split('\n')[0]).toContain(`${ssh} -o BatchMode=yes`);
  });
});

describe("the user's way to reach a remote by HTTP", () => {
  const SECRET = 'hunter2';
  let server: HttpRemote;
  let url: string;
  beforeEach(async () => {
    server = await serveHttp(shop.folder, { [`robot:${SECRET}`]: 'write' });
    url = `${server.url}remote.git`;
  });
  afterEach(() => server.close());
  const helper = (user: string, password: string): string =>
    `!f() { test "$1" = get && printf 'username=${user}\\npassword=${password}\\n'; }; f`;

  it("is the clone's credential helper", async () => {
    config('credential.helper', helper('robot', SECRET));
    expect(await shop.publish('0.1.0', { remote: url })).toMatchObject({ outcome: 'published' });
  });

  it('is a helper that the clone puts in the place of the others, by an empty value first', async () => {
    git(shop.folder, 'config', '--file', 'gitconfig', 'credential.helper', helper('somebody', 'wrong'));
    config('credential.helper', '');
    config('credential.helper', helper('robot', SECRET));
    expect(await shop.publish('0.1.0', { remote: url })).toMatchObject({ outcome: 'published' });
    expect(new Set(server.seen)).toEqual(new Set([`robot:${SECRET}`]));
  });

  it("gives the helper the user of the address, and the helper's password counts", async () => {
    const asked = join(shop.folder, 'asked');
    config('credential.helper', `!f() { cat > '${asked}'; test "$1" = get && echo password=${SECRET}; }; f`);
    expect(await shop.publish('0.1.0', { remote: url.replace('//', '//robot@') })).toMatchObject({ outcome: 'published' });
    expect(new Set(server.seen)).toEqual(new Set([`robot:${SECRET}`]));
  });

  it('the password of the address counts more than any helper', async () => {
    config('credential.helper', helper('somebody', 'wrong'));
    expect(await shop.publish('0.1.0', { remote: url.replace('//', `//robot:${SECRET}@`) })).toMatchObject({ outcome: 'published' });
    expect(new Set(server.seen)).toEqual(new Set([`robot:${SECRET}`]));
  });

  it("is the clone's header, sent once although the user has it too", async () => {
    const header = `Authorization: Basic ${Buffer.from(`robot:${SECRET}`).toString('base64')}`;
    const key = `http.${server.url}.extraheader`;
    config(key, header);
    expect(await shop.publish('0.1.0', { remote: url })).toMatchObject({ outcome: 'published' });
    expect(new Set(server.seen)).toEqual(new Set([`robot:${SECRET}`]));
    git(shop.source, 'config', '--unset-all', key);
    git(shop.folder, 'config', '--file', 'gitconfig', key, header);
    expect(await shop.publish('0.2.0', { remote: url })).toMatchObject({ outcome: 'published' });
    expect(server.headerCounts).not.toContain(2);
  });

  it("is the clone's short form of the address, whose own password is neither shown nor lost", async () => {
    config(`url.${server.url.replace('//', `//robot:${SECRET}@`)}.insteadOf`, 'docs:');
    const { remote, outcome } = await shop.publish('0.1.0', { remote: 'docs:remote.git' });
    expect([outcome, remote]).toEqual(['published', url]);
  });
});

describe('what the user has set for other things', () => {
  it('does not keep a site from being published: objects of another kind, signed commits, a hook that calls us', async () => {
    git(shop.folder, 'config', '--file', 'gitconfig', 'init.defaultObjectFormat', 'sha256');
    git(shop.folder, 'config', '--file', 'gitconfig', 'commit.gpgSign', 'true');
    const variables = { GIT_DEFAULT_HASH: 'sha256', GIT_QUARANTINE_PATH: '/nowhere', GIT_NAMESPACE: 'other', GIT_CONFIG: '/nowhere' };
    for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
    const { outcome } = await shop.publish('0.1.0');
    vi.unstubAllEnvs();
    expect(outcome).toBe('published');
    expect(git(shop.remote, 'for-each-ref', '--format=%(refname)')).toBe('refs/heads/gh-pages');
  });
});

describe('where a remote lies', () => {
  it('is what the sources call it, whatever the name; a relative path begins at their top folder', async () => {
    git(shop.source, 'remote', 'add', 'team/pages.v2', '../remote.git');
    mkdirSync(join(shop.source, 'deep'));
    writeFileSync(join(shop.source, 'deep/page.md'), '');
    git(shop.source, 'add', '.');
    git(shop.source, 'commit', '--quiet', '-m', 'deep');
    const source = join(shop.source, 'deep');
    expect(await shop.publish('0.1.0', { remote: 'team/pages.v2', source })).toMatchObject({ outcome: 'published', remote: shop.remote });
  });

  const folders = { sources: '/sources', caller: '/caller' };
  const setting = (line: string): { key: string; value: string } => ({ key: line.split('=')[0] ?? '', value: line.split('=')[1] ?? '' });
  it.each([
    ['../x.git', [], '/x.git'],
    ['x.git', ['remote.x.git.url=y.git'], '/sources/y.git'],
    ['origin', ['remote.origin.url=https://a/x', 'remote.origin.pushurl=https://b/x'], 'https://b/x'],
    ['https://a/x', ['url.ssh://b/.pushinsteadof=https://a/', 'url.ssh://c/.insteadof=https://a/'], 'ssh://b/x'],
    ['https://a/x', ['url.ssh://c/.insteadof=https://a/', 'url.ssh://d/.insteadof=https://a/x'], 'ssh://d/'],
    [
      'origin',
      ['remote.origin.url=https://z/x', 'remote.origin.pushurl=https://a/x', 'url.ssh://b/.pushinsteadof=https://a/'],
      'https://a/x',
    ],
    ['origin', ['remote.origin.pushurl=gh:x', 'url.https://github.com/.insteadof=gh:'], 'https://github.com/x'],
  ])('of %s with %j is %s, as git itself says', (remote, lines, expected) => {
    expect(pushAddress(lines.map(setting), remote, folders)).toBe(expected);
    const isNamed = lines.some((line) => line.startsWith(`remote.${remote}.`));
    if (!isNamed || !remote.includes('origin')) return;
    for (const { key, value } of lines.map(setting)) config(key, value);
    expect(git(shop.source, 'remote', 'get-url', '--push', remote)).toBe(expected);
  });
});

describe('formatSettings()', () => {
  it('writes what git reads back, whatever the value', () => {
    const file = join(shop.folder, 'written');
    // A carriage return at the end of a line is a part of the line's end to git.
    const value = fc.string({ unit: fc.constantFrom(...'ab "\\#;=\n\tü['.split('')) });
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 5 }), (values) => {
        writeFileSync(file, '');
        appendFileSync(file, formatSettings(values.map((one) => ({ key: 'http.https://a"b\\c.d/.extraheader', value: one }))));
        const args = ['config', '--file', file, '-z', '--get-all', 'http.https://a"b\\c.d/.extraheader'];
        const read = execFileSync('git', args, { encoding: 'utf8' });
        expect(read.split('\0').slice(0, values.length)).toEqual(values);
      }),
      { numRuns: 30 },
    );
  });
});

describe('missingSettings()', () => {
  it('takes what is not seen elsewhere, in its order, and nothing that belongs to the repository of the sources', () => {
    const seen = [
      { key: 'credential.helper', value: 'a' },
      { key: 'core.bare', value: 'false' },
      { key: 'core.worktree', value: '/x' },
      { key: 'credential.helper', value: '' },
      { key: 'credential.helper', value: 'a' },
      { key: 'remote.pages.proxy', value: 'p' },
      { key: 'remote.other.proxy', value: 'q' },
    ];
    expect(missingSettings(seen, [{ key: 'credential.helper', value: 'a' }], 'pages')).toEqual([
      { key: 'credential.helper', value: '' },
      { key: 'credential.helper', value: 'a' },
      { key: 'remote.origin.proxy', value: 'p' },
    ]);
  });
});
