import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { Ajv } from 'ajv';
import { OLDEST_NODE } from '../bootstrap/node-version.mjs';
import { jobsOf } from '../bench/pull-request-jobs.ts';
import { lineFaults } from './line-faults.ts';
import { nodeFaults, traceFaults, workerFaults } from './machine-faults.ts';
import { publishingFaults } from './publishing-faults.ts';
import { LANES, ROOT, steps } from './steps.ts';
import { laneJobs, trustFaults } from './trust-faults.ts';

/** A bound for what hangs. */
const SLOW_MS = 240_000;
const text = readFileSync(join(ROOT, '.circleci', 'config.yml'), 'utf8');
const script = join(ROOT, '.ci', 'publish-docs');
const PUBLISHED = text.slice(text.indexOf('serial-group:'));
const root = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: Record<string, string>; engines: { node: string } };
const schema = JSON.parse(readFileSync(new URL('schemas/circleci.json', import.meta.url), 'utf8')) as object;
const validate = new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(schema);

describe('the configuration of CircleCI', () => {
  it('fits the public schema, which finds a planted key, a planted type and a job without steps', () => {
    expect(validate(parse(text)) ? [] : validate.errors).toEqual([]);
    expect(validate(parse(text.replace('parallelism: 12', 'paralelism: 12')))).toBe(false);
    expect(validate(parse(text.replace('parallelism: 12', 'parallelism: [12]')))).toBe(false);
    expect(validate(parse(text.replace('version: 2.1', 'version: 7')))).toBe(false);
  });

  it('has one job a lane, in either workflow, and a script of this repository for each', () => {
    expect(laneJobs(parse(text), 'pull-request')).toEqual(LANES);
    expect(laneJobs(parse(text), 'main')).toEqual(LANES);
    const named = [...text.matchAll(/^ *- lane:\n *name: ([a-z-]+)$/gm)].map(([, name]) => name);
    expect(new Set(named)).toEqual(new Set(LANES));
    expect(named).toHaveLength(LANES.length);
    expect(Object.keys(root.scripts).filter((name) => name.startsWith('ci:'))).toEqual(LANES.map((lane) => `ci:${lane}`));
  });

  it('runs in its lanes exactly the steps of npm test, and each lane prints them and gets nothing', { timeout: SLOW_MS }, () => {
    const printed = LANES.flatMap((lane) => {
      const words = ['run', '--silent', `ci:${lane}`, '--', '--dry-run'];
      const { status, stdout, stderr } = spawnSync('npm', words, { cwd: ROOT, encoding: 'utf8' });
      // The launcher says there what it installs and downloads.
      expect([status, stderr]).toEqual([0, '']);
      return stdout.trim().split('\n');
    });
    expect(printed.filter((line) => !line.startsWith(' ')).map((line) => line.split(':')[0])).toEqual(
      steps.map(({ lane, name }) => `${lane} ${name}`),
    );
  });

  it('bounds every tool that would count the cores of the host, to those of its machine', () => {
    expect(workerFaults(parse(text))).toEqual([]);
    expect(workerFaults(parse(text.replace("VITEST_MAX_WORKERS: '2'", "VITEST_MAX_WORKERS: '36'")))).toEqual([
      'node: VITEST_MAX_WORKERS is not 2',
    ]);
    expect(workerFaults(parse(text.replace('resource_class: medium', 'resource_class: huge')))).toContain(
      'node: huge is not on the free plan',
    );
    expect(workerFaults(parse(text.replace('    parallelism: 12', '    resource_class: large\n    parallelism: 12')))).toEqual([
      'real-cluster has a machine of its own',
    ]);
  });

  it('tests every Node that is promised, on main, each in a job of its own, and pins the one of all other jobs', () => {
    const facts = { engines: root.engines.node, nvmrc: readFileSync(join(ROOT, '.nvmrc'), 'utf8').trim(), oldest: OLDEST_NODE };
    expect(nodeFaults(parse(text), facts)).toEqual([]);
    expect(nodeFaults(parse(text.replace("['20', '22', '24']", "['22', '24']")), facts)).toEqual(['no job tests Node 20']);
    expect(nodeFaults(parse(text.replace('.ci/use-node << parameters.node >>', 'node --version')), facts)).toEqual([
      'a job takes whatever Node its image has',
    ]);
    expect(nodeFaults(parse(text), { ...facts, nvmrc: '20' })).toEqual(['.nvmrc names no single version: 20']);
    expect(nodeFaults(parse(text), { ...facts, nvmrc: '22.1.0' })).toEqual(['.nvmrc is not of the oldest Node promised: 22.1.0']);
    expect(nodeFaults(parse(text), { ...facts, engines: '>=20.18.0' })).toEqual(['engines says >=20.18.0, the launcher 20.19.0']);
  });

  it('gets strace where a test needs it', () => {
    expect(traceFaults(parse(text))).toEqual([]);
    const fault = 'workspace does not get strace before its tests';
    expect(traceFaults(parse(text.replace('      - run: .ci/get-strace\n', '')))).toEqual([fault]);
    const late = text.replace(/( {6}- run: \.ci\/get-strace\n)( {6}- lane:\n {10}name: workspace\n)/, '$2$1');
    expect(late).not.toBe(text);
    expect(traceFaults(parse(late))).toEqual([fault]);
  });

  it('checks out once a job, and keeps a fallback for the cache of npm', () => {
    expect(text.match(/^ *- checkout$/gm)).toHaveLength(1);
    const [restored] = (
      parse(text) as { commands: { prepare: { steps: { restore_cache?: { keys: string[] } }[] } } }
    ).commands.prepare.steps.flatMap((step) => step.restore_cache ?? []);
    expect(restored?.keys.length).toBeGreaterThan(1);
    expect(restored?.keys[0]?.startsWith(restored.keys.at(-1) ?? '-')).toBe(true);
  });

  it('keeps of each machine its share of the jars, anew when the work is divided over another number: a key is saved once', () => {
    const keys = [...text.matchAll(/^ *(?:- |key: )(\S.*CIRCLE_NODE_INDEX.*)$/gm)].map(([, key]) => key);
    expect(keys).toEqual([keys[0], keys[0]]);
    for (const key of keys)
      expect(key).toMatch(/<< parameters\.line >>-\{\{ .*NODE_INDEX \}\}-\{\{ \.Environment\.CIRCLE_NODE_TOTAL \}\}$/);
  });

  it('has a job for each line of Cassandra, named after it, and no test that none of them runs or that two do', () => {
    for (const workflow of ['pull-request', 'main']) expect(lineFaults(parse(text), workflow)).toEqual([]);
    const without = lineFaults(parse(text.replaceAll("'4.1', ", '')), 'main');
    expect(without[0]).toBe('no job of main tests Cassandra 4.1');
    expect(without).toContain('no job of main runs packages/sidecar/src/versions/cassandra-4.1.integration.test.ts');
    const twice = text.replace("RINGSIDE_LINE: '5.0'", "RINGSIDE_LINE: '6.0'");
    expect(lineFaults(parse(twice), 'main')).toContain('no job of main tests Cassandra 5.0');
    const all = text.replace("      RINGSIDE_LINE: '5.0'\n", "      OTHER: '5.0'\n");
    expect(lineFaults(parse(all), 'main')).toContain('real-cluster 1/12 of main says no line of Cassandra');
    const unnamed = text.replaceAll('name: cassandra-<< matrix.line >>', 'name: short-<< matrix.line >>');
    expect(lineFaults(parse(unnamed), 'main')).toContain('short-4.0 of main is not named after Cassandra 4.0');
  });

  it('gives the writing token to main alone, and none to the publication', () => {
    expect(trustFaults(parse(text))).toEqual([]);
  });

  it.each([
    ['context: [nx-cache-read]', 'context: [nx-cache-write]', 'verify may write to the cache on another branch than main'],
    ['requires: [verify,', 'context: [nx-cache-read]\n          requires: [verify,', 'publish-docs has a token of the cache'],
    ['paths: [~/.npm]', 'paths: [~/.npm, .nx/cache]', '.nx/cache is kept in a cache that every branch can write to'],
  ])('finds the planted fault of trust: %j as %j', (right, wrong, fault) => {
    expect(text).toContain(right);
    expect(trustFaults(parse(text.replace(right, wrong)))).toContain(fault);
  });

  it('has the required jobs that the documentation lists for branch protection', () => {
    const page = readFileSync(join(ROOT, 'docs-site', 'docs', 'develop', 'pipeline.md'), 'utf8');
    const listed = [...page.matchAll(/^- `ci\/circleci: ([\w.-]+)`$/gm)].map(([, name]) => name);
    const jobs = jobsOf(parse(text), 'pull-request').map(({ name }) => name.replace(/ \d+\/\d+$/, ''));
    expect(listed).toEqual([...new Set(jobs)]);
  });

  it('publishes on main only, after everything else, one at a time', () => {
    expect(publishingFaults(parse(text))).toEqual([]);
  });

  it.each([
    [PUBLISHED, PUBLISHED.replace('only: main', 'only: [main, next]'), 'publish-docs runs on other branches than main'],
    [PUBLISHED, PUBLISHED.replace('only: main', 'ignore: next'), 'publish-docs runs on other branches than main'],
    [
      'requires: [verify, unit, workspace, real-cluster, cassandra, docs, package, node]',
      'requires: [docs]',
      'publish-docs does not wait for verify',
    ],
    ['serial-group: << pipeline.project.slug >>/publish-docs', 'name: publish-docs', 'two publish-docs may run at once'],
    ['      - publish-docs:\n', '      - docs\n      - something-else:\n', 'no workflow runs publish-docs'],
    ['- run: .ci/publish-docs', '- run: git push --force', 'publish-docs does not run .ci/publish-docs'],
  ])('finds the planted fault: %j as %j', (right, wrong, fault) => {
    expect(text).toContain(right);
    expect(publishingFaults(parse(text.replace(right, wrong)))).toContain(fault);
  });
});

describe('.ci/publish-docs', () => {
  it('can be run, and says what is missing before it builds anything', () => {
    expect(statSync(script).mode & 0o111).not.toBe(0);
    const { status, stderr } = spawnSync(script, { env: { PATH: process.env['PATH'] }, encoding: 'utf8' });
    expect([status, stderr]).toEqual([78, expect.stringContaining('DOCS_URL is not set')]);
  });

  it('builds cold: without the cache of this machine, and without the remote one', () => {
    const folder = mkdtempSync(join(tmpdir(), 'ringside-publish-'));
    const record = `#!/bin/sh\necho "$(basename "$0") $* $NX_SELF_HOSTED_REMOTE_CACHE_SERVER" >> "${folder}/calls"\n`;
    for (const name of ['npx', 'npm']) writeFileSync(join(folder, name), record, { mode: 0o755 });
    const env = {
      PATH: `${folder}:${process.env['PATH']}`,
      DOCS_URL: 'https://docs.example.org',
      NX_SELF_HOSTED_REMOTE_CACHE_SERVER: 'http://planted',
    };
    expect(spawnSync(script, { env }).status).toBe(0);
    const [build] = readFileSync(join(folder, 'calls'), 'utf8').split('\n');
    expect(build?.trim()).toBe('npx nx build docs-site --skip-nx-cache --skip-remote-cache');
    rmSync(folder, { recursive: true });
  });

  it('passes the remote on through the environment, so that a password in its address is an argument of no program', () => {
    const folder = mkdtempSync(join(tmpdir(), 'ringside-publish-'));
    const record = `#!/bin/sh\necho "$(basename "$0") $* remote=$DOCS_REMOTE" >> "${folder}/calls"\n`;
    for (const name of ['npx', 'npm']) writeFileSync(join(folder, name), record, { mode: 0o755 });
    const env = { PATH: `${folder}:${process.env['PATH']}`, DOCS_URL: 'https://docs.example.org' };
    expect(spawnSync(script, ['--dry-run'], { env }).status).toBe(0);
    expect(spawnSync(script, { env: { ...env, DOCS_REMOTE: 'https://robot:hunter2@git.example.org/x' } }).status).toBe(0);
    const calls = readFileSync(join(folder, 'calls'), 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('npm'));
    expect(calls.map((line) => line.split('remote=')[1])).toEqual(['origin', 'https://robot:hunter2@git.example.org/x']);
    expect(calls.map((line) => line.split('remote=')[0]).join()).not.toMatch(/--remote|hunter2/);
    rmSync(folder, { recursive: true });
  });

  it('never forces, and names no credentials', () => {
    expect(readFileSync(script, 'utf8')).not.toMatch(/--force|-f\b|(?<!unset .*)TOKEN|PASSWORD/);
  });
});

describe('.ci/halt-without-work', () => {
  const halt = (status: number): { status: number | null; called: string } => {
    const folder = mkdtempSync(join(tmpdir(), 'ringside-halt-'));
    writeFileSync(join(folder, 'node'), `#!/bin/sh\nexit ${status}\n`, { mode: 0o755 });
    writeFileSync(join(folder, 'circleci-agent'), `#!/bin/sh\necho "$*" > "${folder}/called"\n`, { mode: 0o755 });
    writeFileSync(join(folder, 'called'), '');
    const run = spawnSync(join(ROOT, '.ci/halt-without-work'), ['real-cluster'], { env: { PATH: `${folder}:${process.env['PATH']}` } });
    const called = readFileSync(join(folder, 'called'), 'utf8').trim();
    rmSync(folder, { recursive: true });
    return { status: run.status, called };
  };

  it('ends the job where there is nothing to run, goes on where there is, and is red when it could not tell', () => {
    expect(halt(3)).toEqual({ status: 0, called: 'step halt' });
    expect(halt(0)).toEqual({ status: 0, called: '' });
    expect(halt(1)).toEqual({ status: 1, called: '' });
  });
});

describe('.ci/get-strace', () => {
  /** Runs it where there is no program but those that it needs, and an `apt-get` that writes down how it was called. */
  const run = (aptEnds: number, ...there: readonly string[]): { status: number | null; stderr: string; called: string } => {
    const folder = mkdtempSync(join(tmpdir(), 'ringside-strace-'));
    const bash = spawnSync('bash', ['-c', 'command -v bash'], { encoding: 'utf8' }).stdout.trim();
    const program = (name: string, does: string): void => writeFileSync(join(folder, name), `#!${bash}\n${does}\n`, { mode: 0o755 });
    writeFileSync(join(folder, 'called'), '');
    program('id', 'echo 0');
    program('apt-get', `echo "$1" >> "${folder}/called"; exit ${aptEnds}`);
    for (const name of there) program(name, '');
    const { status, stderr } = spawnSync(bash, [join(ROOT, '.ci/get-strace')], { env: { PATH: folder }, encoding: 'utf8' });
    const called = readFileSync(join(folder, 'called'), 'utf8').trim().replaceAll('\n', ' ');
    rmSync(folder, { recursive: true });
    return { status, stderr, called };
  };

  it('installs what is missing, and nothing where it is there', () => {
    expect(statSync(join(ROOT, '.ci/get-strace')).mode & 0o111).not.toBe(0);
    expect(run(0)).toEqual({ status: 0, stderr: '', called: 'update install' });
    expect(run(0, 'strace')).toEqual({ status: 0, stderr: '', called: '' });
  });

  it('says what is not tested where it cannot be installed, and does not end the job', () => {
    expect(run(100)).toMatchObject({ status: 0, stderr: expect.stringContaining('strace could not be installed'), called: 'update' });
  });
});
