import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { ROOT } from '../ci/steps.ts';
import { jobsOf } from './pull-request-jobs.ts';

const jobs = jobsOf(parse(readFileSync(join(ROOT, '.circleci', 'config.yml'), 'utf8')), 'pull-request');

it('jobsOf() takes every machine of every job of a pull request, with the commands that the service would run', () => {
  const docs = jobs.filter(({ name }) => name.startsWith('docs '));
  expect(docs.map(({ name }) => name)).toEqual(['docs 1/4', 'docs 2/4', 'docs 3/4', 'docs 4/4']);
  expect(docs[1]?.commands).toEqual(['.ci/halt-without-work docs-pages', '.ci/use-node', '.ci/install', 'npm run ci:docs -- --affected']);
  expect(docs[1]?.environment).toMatchObject({ CI: 'true', VITEST_MAX_WORKERS: '2', CIRCLE_NODE_INDEX: '1', CIRCLE_NODE_TOTAL: '4' });
  const verify = jobs.find(({ name }) => name === 'verify');
  expect(verify?.commands).toEqual(['.ci/use-node', '.ci/install', '.ci/get-strace', 'npm run ci:verify -- --affected']);
  expect(jobs.some(({ name }) => name.startsWith('publish-docs'))).toBe(false);
});
