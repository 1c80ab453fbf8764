import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DEFAULT_CASSANDRA_VERSION } from '@ringside/cassandra-install';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CASSANDRA, jarsAreMissing, prefetchJars } from './jars.mjs';

const byName = (a, b) => (a < b ? -1 : 1);

const LOCK = `packages/cassandra-install/locks/${CASSANDRA}.lock.json`;
const WORKSPACE = fileURLToPath(new URL('../..', import.meta.url));

let root;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ringside-clone-'));
});
afterEach(() => rmSync(root, { recursive: true }));

it('knows the Cassandra that ringside up starts', () => {
  expect(CASSANDRA).toBe(DEFAULT_CASSANDRA_VERSION);
});

describe('jarsAreMissing()', () => {
  const missing = (args = [], env = {}) => jarsAreMissing({ root, args, env: { RINGSIDE_CACHE: join(root, 'cache'), ...env } });

  it('is true at a first start, whatever the ring is to be like', () => {
    expect(missing()).toBe(true);
    expect(missing(['--nodes', '1', '--port-base', '19000'])).toBe(true);
  });

  it.each([['--cassandra', '4.1'], ['--cassandra=4.1'], ['--directory', '/x'], ['--dry-run'], ['--help'], ['-h']])(
    'is false with %s %s, which may want other jars or none',
    (...args) => {
      expect(missing(args.filter((each) => typeof each === 'string'))).toBe(false);
    },
  );

  it('is false when the jars are in the cache, or a ring is there', () => {
    mkdirSync(join(root, '.ringside/ring'), { recursive: true });
    expect(missing()).toBe(false);
    expect(missing([], { RINGSIDE_HOME: join(root, 'other') })).toBe(true);
    mkdirSync(join(root, 'cache/cassandra', `${CASSANDRA}-0123`), { recursive: true });
    expect(missing([], { RINGSIDE_HOME: join(root, 'other') })).toBe(false);
  });
});

describe('prefetchJars()', () => {
  const updates = [];
  const prefetch = (script, signal = new AbortController().signal) => {
    mkdirSync(join(root, 'bin'));
    cpSync(join(WORKSPACE, LOCK), join(root, LOCK));
    if (script !== undefined) {
      writeFileSync(join(root, 'bin/mvn'), `#!/bin/sh\n${script}\n`);
      chmodSync(join(root, 'bin/mvn'), 0o755);
    }
    updates.length = 0;
    const env = { PATH: script === undefined ? join(root, 'bin') : `${join(root, 'bin')}:${process.env.PATH}` };
    return prefetchJars({ root, signal, step: { update: (...now) => updates.push(now) }, env });
  };

  it('has Maven copy each locked jar once, in modules that run side by side, and counts them', async () => {
    const seen = join(root, 'seen');
    const jar = '[INFO] Configured Artifact: org.antlr:ST4:4.0.8:jar';
    expect(await prefetch(`cp -r . ${seen}; echo "$@" > ${seen}/args; echo '${jar}'; echo '${jar}'`)).toBe(true);
    const modules = readdirSync(seen).filter((name) => existsSync(join(seen, name, 'pom.xml')));
    const text = modules.map((name) => readFileSync(join(seen, name, 'pom.xml'), 'utf8')).join('');
    const { jars } = JSON.parse(readFileSync(join(root, LOCK), 'utf8'));
    const items = [...text.matchAll(/<artifactItem>.*?<artifactId>(.*?)<.*?<\/artifactItem>/g)].map(([, name]) => name);
    const names = jars.map(({ coordinates }) => coordinates.split(':')[1]);
    expect(items.toSorted(byName)).toEqual(names.toSorted(byName));
    expect(modules).toHaveLength(8);
    expect(readFileSync(join(seen, 'args'), 'utf8')).toMatch(/-T 8 .* validate\n$/);
    expect(updates.at(-1)).toEqual([`1 of ${jars.length} jars`, 1 / jars.length]);
  });

  it('writes files that Maven can read, whatever the temporary folder is called', async () => {
    const folder = join(root, 'R&D <1>');
    mkdirSync(folder);
    vi.stubEnv('TMPDIR', folder);
    const seen = join(root, 'seen');
    await prefetch(`cp -r . ${seen}`);
    vi.unstubAllEnvs();
    const text = readFileSync(join(seen, 'jars-0/pom.xml'), 'utf8');
    expect(text).toMatch(/<outputDirectory>[^<]*\/R&amp;D &lt;1>\/ringside-jars-\w+\/copies<\/outputDirectory>/);
  });

  it('is no error where there is no Maven: ringside up says what is wrong', async () => {
    expect(await prefetch(undefined)).toBe(false);
  });

  it('is no error when Maven fails', async () => {
    expect(await prefetch("echo '[ERROR] no network'; exit 1")).toBe(false);
  });

  it('ends Maven when it is interrupted', async () => {
    await expect(prefetch('sleep 600', AbortSignal.timeout(100))).rejects.toMatchObject({ exitCode: 130 });
  });
});
