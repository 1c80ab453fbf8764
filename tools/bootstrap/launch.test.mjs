import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CASSANDRA } from './jars.mjs';
import { prepareDocs, prepareDryRun, prepareStart } from './launch.mjs';
import { createReport } from './report.mjs';

describe('prepareDryRun()', () => {
  let root;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'ringside-launch-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('installs nothing where nothing is installed, and says what to do', async () => {
    await expect(prepareDryRun({ root })).rejects.toMatchObject({ exitCode: 69, remedy: expect.stringContaining('npm ci') });
    expect(readdirSync(root)).toEqual([]);
  });

  it('is content where the checks can be listed, whatever else is missing', async () => {
    mkdirSync(join(root, 'node_modules', 'tsx'), { recursive: true });
    await prepareDryRun({ root });
    expect(readdirSync(root)).toEqual(['node_modules']);
  });
});

describe('what is prepared in a clone', () => {
  const locked = {
    'packages/core': { version: '0.1.0', dependencies: { a: '1.0.0' } },
    'docs-site': { dependencies: { heavy: '3.0.0' } },
    'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
    'node_modules/heavy': { version: '3.0.0', integrity: 'sha512-h' },
  };
  let root;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'ringside-launch-'));
    mkdirSync(join(root, 'node_modules/a'), { recursive: true });
    mkdirSync(join(root, 'bin'));
    writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages: locked }));
    program('npm', `echo "$@" > ${join(root, 'called')}`);
    vi.stubEnv('PATH', `${join(root, 'bin')}:${process.env.PATH}`);
    vi.stubEnv('RINGSIDE_CACHE', join(root, 'cache'));
    vi.stubEnv('npm_execpath', undefined);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(root, { recursive: true });
  });

  const program = (name, script) => writeFileSync(join(root, 'bin', name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const record = (packages) => writeFileSync(join(root, 'node_modules/.package-lock.json'), JSON.stringify({ packages }));
  const job = () => ({
    root,
    report: createReport({ stream: { write: (part) => appendFileSync(join(root, 'said'), part) }, env: {} }),
    signal: new AbortController().signal,
  });

  it('leaves what a ring may be running from as it is when the lock has changed under it, and says how to go on', async () => {
    record({ ...locked, 'node_modules/a': { version: '0.9.0', integrity: 'sha512-old' } });
    await expect(prepareDocs(job())).rejects.toMatchObject({
      message: 'The installed dependencies are not those of package-lock.json, and a ring may be running from them.',
      remedy: 'Stop the ring with npx ringside down, then run npm start.',
      exitCode: 75,
    });
    expect([existsSync(join(root, 'called')), existsSync(join(root, 'node_modules/a'))]).toEqual([false, true]);
  });

  it('adds what only the documentation needs', async () => {
    record({ 'packages/core': locked['packages/core'], 'node_modules/a': locked['node_modules/a'] });
    await prepareDocs(job());
    expect(readFileSync(join(root, 'called'), 'utf8')).toMatch(/^install --no-save /);
  });

  it('does not show jars that could not be fetched as done', async () => {
    mkdirSync(join(root, 'packages/cassandra-install/locks'), { recursive: true });
    writeFileSync(join(root, `packages/cassandra-install/locks/${CASSANDRA}.lock.json`), JSON.stringify({ jars: [] }));
    program('mvn', 'exit 1');
    program('npm', `for i in $(seq 200); do grep -q 'not fetched' ${join(root, 'said')} && exit 1; sleep 0.1; done; exit 1`);
    await expect(prepareStart(job())).rejects.toMatchObject({ exitCode: 69 });
    expect(readFileSync(join(root, 'said'), 'utf8')).toMatch(/^ {2}· Cassandra is not fetched yet; ringside up tries again /);
  });
});
