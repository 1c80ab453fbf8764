import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  addDependencies,
  dependenciesAreInstalled,
  installDependencies,
  installStartDependencies,
  npmProblem,
  startDependenciesAreInstalled,
} from './dependencies.mjs';

const a = { version: '1.0.0', integrity: 'sha512-a' };
const onlyOnOtherSystems = { version: '2.0.0', integrity: 'sha512-b', optional: true };
const workspace = { resolved: 'packages/core', link: true };
const locked = {
  '': { name: 'ringside' },
  'packages/core': { version: '0.1.0' },
  'node_modules/a': a,
  'node_modules/b': onlyOnOtherSystems,
  'node_modules/@ringside/core': workspace,
};
const installed = { 'packages/core': { version: '0.1.0' }, 'node_modules/a': a, 'node_modules/@ringside/core': workspace };

let root;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ringside-clone-'));
  mkdirSync(join(root, 'node_modules'));
  mkdirSync(join(root, 'bin'));
  mkdirSync(join(root, 'packages/core'), { recursive: true });
  link('packages/core');
  writeLock(locked);
});
afterEach(() => rmSync(root, { recursive: true }));

/** Makes a package's link lead to another folder of the clone. */
function link(folder) {
  const path = join(root, 'node_modules/@ringside/core');
  rmSync(path, { force: true });
  mkdirSync(join(root, 'node_modules/@ringside'), { recursive: true });
  symlinkSync(join('../..', folder), path);
}
const writeLock = (packages) => writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages }));
const writeInstalled = (packages) => writeFileSync(join(root, 'node_modules/.package-lock.json'), JSON.stringify({ packages }));

describe('dependenciesAreInstalled()', () => {
  it('is true when npm recorded an install of the lock, without what is for other systems', () => {
    writeInstalled(installed);
    expect(dependenciesAreInstalled(root)).toBe(true);
  });

  it('is false in a fresh clone and after an install that was broken off: neither has a record', () => {
    expect(dependenciesAreInstalled(root)).toBe(false);
    writeFileSync(join(root, 'node_modules/.package-lock.json'), '{"packages": {"node_mo');
    expect(dependenciesAreInstalled(root)).toBe(false);
  });

  it.each([
    ['another version', { ...installed, 'node_modules/a': { ...a, version: '1.0.1' } }],
    ['other bytes', { ...installed, 'node_modules/a': { ...a, integrity: 'sha512-x' } }],
    ['one missing', { 'node_modules/@ringside/core': workspace }],
    ['one too many', { ...installed, 'node_modules/old': a }],
    ['a link in place of a package', { ...installed, 'node_modules/a': workspace }],
    ['another version of an optional one', { ...installed, 'node_modules/b': { ...onlyOnOtherSystems, version: '1.9.0' } }],
  ])('is false with %s', (_, packages) => {
    writeInstalled(packages);
    expect(dependenciesAreInstalled(root)).toBe(false);
  });

  it.each([
    ['made since', { 'node_modules/a': a }],
    ['of a workspace that is gone', { ...installed, 'node_modules/@ringside/old': { resolved: 'packages/old', link: true } }],
  ])('looks at links themselves: npm’s record knows nothing of one %s', (_, packages) => {
    writeInstalled(packages);
    expect(dependenciesAreInstalled(root)).toBe(true);
  });

  it.each(['packages', 'packages/gone'])('is false with a link to %s, whatever the record says', (elsewhere) => {
    writeInstalled(installed);
    link(elsewhere);
    expect(dependenciesAreInstalled(root)).toBe(false);
  });
});

/** A clone whose packages need `a`, and whose documentation needs `heavy`. */
const divided = {
  ...locked,
  'packages/core': { version: '0.1.0', dependencies: { a: '1.0.0' } },
  'docs-site': { dependencies: { heavy: '3.0.0' } },
  'node_modules/heavy': { version: '3.0.0', integrity: 'sha512-h' },
};
const startRecord = { 'packages/core': divided['packages/core'], 'node_modules/a': a };

describe('startDependenciesAreInstalled()', () => {
  beforeEach(() => writeLock(divided));

  it('is true without what only the documentation needs, which is then not all', () => {
    writeInstalled(startRecord);
    expect([startDependenciesAreInstalled(root), dependenciesAreInstalled(root)]).toEqual([true, false]);
  });

  it.each([
    ['nothing recorded', undefined],
    ['something missing', { 'packages/core': {} }],
    ['another version', { ...startRecord, 'node_modules/a': { ...a, version: '1.0.1' } }],
    ['another version of what it does not need', { ...startRecord, 'node_modules/heavy': { version: '2.0.0', integrity: 'sha512-h' } }],
    ['something that is not locked any more', { ...startRecord, 'node_modules/old': a }],
  ])('is false with %s', (_, packages) => {
    if (packages !== undefined) writeInstalled(packages);
    expect(startDependenciesAreInstalled(root)).toBe(false);
  });
});

const npm = (script) => {
  writeFileSync(join(root, 'bin/npm'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(root, 'bin/npm'), 0o755);
};
const updates = [];
const install = (what = installDependencies) =>
  what({
    root,
    signal: new AbortController().signal,
    step: { update: (note, fraction) => updates.push([note, fraction]), done() {}, fail() {} },
    env: { PATH: `${join(root, 'bin')}:${process.env.PATH}` },
  });

describe('installDependencies()', () => {
  it('runs npm ci without install scripts, and counts packages as they come', async () => {
    const record = JSON.stringify({ packages: installed }).replaceAll('"', '\\"');
    npm(
      `echo "$@" > args; echo 'npm http fetch GET 200 x://r/a/-/a-1.0.0.tgz 3ms' >&2; echo "${record}" > node_modules/.package-lock.json`,
    );
    expect(await install()).toBe(3);
    expect(updates).toEqual([['1 of about 1 packages', 1]]);
    expect(dependenciesAreInstalled(root)).toBe(true);
  });

  it('installs for a ring only what the packages need', async () => {
    writeLock(divided);
    npm(`echo "$@" > args; echo 'npm http fetch GET 200 x://r/a/-/a-1.0.0.tgz 3ms' >&2`);
    updates.length = 0;
    await install(installStartDependencies);
    expect(readFileSync(join(root, 'args'), 'utf8')).toMatch(/^ci --workspace packages --ignore-scripts /);
    expect(updates).toEqual([['1 of about 1 packages', 1]]);
  });

  it('adds the rest to what a ring runs from, and first removes what a broken-off install has left of it', async () => {
    writeLock(divided);
    writeInstalled(startRecord);
    for (const name of ['a', 'heavy']) mkdirSync(join(root, 'node_modules', name));
    npm(`echo "$@" > args; ls node_modules > found`);
    await install();
    expect(readFileSync(join(root, 'args'), 'utf8')).toMatch(/^install --no-save --ignore-scripts /);
    expect(readFileSync(join(root, 'found'), 'utf8')).toBe('@ringside\na\n');
    expect(existsSync(join(root, 'node_modules/@ringside/core'))).toBe(true);
    expect(existsSync(join(root, 'node_modules/heavy'))).toBe(false);
  });

  it('keeps everything where everything was installed, when the lock has changed', async () => {
    writeLock({ ...divided, 'node_modules/nx': { version: '2.0.0', integrity: 'sha512-n' } });
    writeInstalled({ ...startRecord, 'node_modules/nx': { version: '1.0.0', integrity: 'sha512-n' } });
    npm('echo "$@" > args');
    await install(installStartDependencies);
    expect(readFileSync(join(root, 'args'), 'utf8')).toMatch(/^ci --ignore-scripts /);
  });
});

describe('an install that meets trouble', () => {
  it('says which command failed, and that the ring is to be stopped first where one may be running', async () => {
    writeLock(divided);
    npm("echo 'npm error no space' >&2; exit 1");
    await expect(install()).rejects.toMatchObject({
      message: 'npm ci failed: no space',
      remedy: 'Mend what npm reports (npm ci --ignore-scripts shows all of it), then run the same command again.',
    });
    writeInstalled(startRecord);
    await expect(install(addDependencies)).rejects.toMatchObject({
      message: 'npm install failed: no space',
      remedy: expect.stringMatching(/\(npm install --no-save --ignore-scripts shows all of it\).* Stop the ring first\.$/),
    });
  });

  it('says that the registry does not answer when there is no network', async () => {
    npm("echo 'npm error code EAI_AGAIN' >&2; exit 1");
    await expect(install()).rejects.toMatchObject({
      message: 'The locked dependencies are not all here, and npm’s registry does not answer (EAI_AGAIN).',
      remedy: expect.stringContaining('Connect to the network'),
      exitCode: 69,
    });
  });

  it('does not wait for npm to give up when nothing answers at all', async () => {
    const failure = 'npm http fetch GET x://r/a attempt 1 failed with ENOTFOUND';
    npm(`for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do echo '${failure}'; done; sleep 600`);
    await expect(install()).rejects.toMatchObject({ message: expect.stringContaining('does not answer (ENOTFOUND)') });
  });

  it('goes on when many requests fail among others that do not', async () => {
    const failure = 'npm http fetch GET x://r/a attempt 1 failed with ECONNRESET';
    npm(
      `echo 'npm http fetch GET 200 x://r/a 3ms'; for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do echo '${failure}'; done; sleep 1`,
    );
    await expect(install()).resolves.toBe(0);
  });

  it('says that npm is missing when it is', async () => {
    const none = { root, signal: new AbortController().signal, step: { update() {} }, env: { PATH: join(root, 'bin') } };
    await expect(installDependencies(none)).rejects.toMatchObject({ message: expect.stringContaining('ENOENT') });
  });
});

describe('npmProblem()', () => {
  it('gives npm’s first real sentence for anything else', () => {
    const lines = ['npm error code EUSAGE', 'npm error', 'npm error The lock file is not in sync with package.json.', 'npm error more'];
    expect(npmProblem(lines, ['ci']).message).toBe('npm ci failed: The lock file is not in sync with package.json.');
  });
});
