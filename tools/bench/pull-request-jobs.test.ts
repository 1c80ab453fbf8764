import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { ROOT } from '../ci/steps.ts';
import { bench, EDITS } from './pull-request.ts';
import { jobsOf } from './pull-request-jobs.ts';

const jobs = jobsOf(parse(readFileSync(join(ROOT, '.circleci', 'config.yml'), 'utf8')), 'pull-request');

it('jobsOf() takes every machine of every job of a pull request, with the commands that the service would run', () => {
  const docs = jobs.filter(({ name }) => name.startsWith('docs '));
  expect(docs.map(({ name }) => name)).toEqual([1, 2, 3, 4, 5, 6].map((machine) => `docs ${machine}/6`));
  expect(docs[1]?.commands).toEqual(['.ci/halt-without-work docs-pages', '.ci/use-node', '.ci/install', 'npm run ci:docs -- --affected']);
  expect(docs[1]?.environment).toMatchObject({ CI: 'true', VITEST_MAX_WORKERS: '2', CIRCLE_NODE_INDEX: '1', CIRCLE_NODE_TOTAL: '6' });
  const verify = jobs.find(({ name }) => name === 'verify');
  expect(verify?.commands).toEqual(['.ci/use-node', '.ci/install', 'npm run ci:verify -- --affected']);
  const copies = jobs.find(({ name }) => name === 'workspace 1/3');
  expect(copies?.commands).toEqual([
    '.ci/halt-without-work workspace',
    '.ci/use-node',
    '.ci/install',
    '.ci/get-strace',
    'npm run ci:workspace -- --affected',
  ]);
  const old = jobs.find(({ name }) => name === 'cassandra-4.0');
  expect(old?.commands).toEqual([
    '.ci/halt-without-work real-cluster',
    '.ci/use-node',
    '.ci/install',
    '.ci/get-cassandra',
    'npm run ci:real-cluster -- --affected',
  ]);
  expect(old?.environment).toMatchObject({ CI: 'true', RINGSIDE_LINE: '4.0', CIRCLE_NODE_TOTAL: '1' });
  expect(jobs.some(({ name }) => name.startsWith('publish-docs'))).toBe(false);
});

it('the benchmark edits files that are there, and tells beforehand every command of every job', async () => {
  expect(Object.values(EDITS).filter(({ path }) => !existsSync(join(ROOT, path)))).toEqual([]);
  const lines = (await bench.plan?.(['package'])) ?? [];
  expect(lines.filter((line) => !line.startsWith(' '))).toEqual(jobs.map(({ name }) => `package, ${name}`));
  expect(lines.filter((line) => line.startsWith(' '))).toHaveLength(jobs.flatMap(({ commands }) => commands).length);
});
