import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { publishingFaults } from './publishing-faults.ts';
import { ROOT, steps } from './steps.ts';

const text = readFileSync(join(ROOT, '.circleci', 'config.yml'), 'utf8');
const script = join(ROOT, '.ci', 'publish-docs');

describe('the configuration of CircleCI', () => {
  it('runs only steps that npm test knows', () => {
    const named = [...text.matchAll(/steps: ([a-z][a-z,-]*)$/gm)].flatMap(([, list = '']) => list.split(','));
    expect(named.toSorted()).toEqual(steps.map(({ name }) => name).toSorted());
  });

  it('publishes on main only, after everything else, one at a time', () => {
    expect(publishingFaults(parse(text))).toEqual([]);
  });

  it.each([
    ['only: main', 'only: [main, next]', 'publish-docs runs on other branches than main'],
    ['only: main', 'ignore: next', 'publish-docs runs on other branches than main'],
    ['requires: [verify, real-cluster, docs]', 'requires: [docs]', 'publish-docs does not wait for verify'],
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

  it('never forces, and names no credentials', () => {
    expect(readFileSync(script, 'utf8')).not.toMatch(/--force|-f\b|TOKEN|PASSWORD/);
  });
});
