import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { shippedFiles } from './files.ts';

const PACKAGE = join(import.meta.dirname, '..');
const FILES = [...shippedFiles()];

describe('the files of the package', () => {
  it.each(FILES)('%s is what its source makes (RINGSIDE_RECORD=1 writes it)', (path, text) => {
    const file = join(PACKAGE, path);
    if (process.env['RINGSIDE_RECORD'] === '1') {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    expect(existsSync(file) && readFileSync(file, 'utf8')).toBe(text);
  });

  it('are no more than those', () => {
    const there = ['alerts', 'dashboards'].flatMap((folder) => readdirSync(join(PACKAGE, folder)).map((name) => `${folder}/${name}`));
    expect(there.toSorted()).toEqual(FILES.map(([path]) => path).toSorted());
  });

  it('link to the page of the site that asks for them', () => {
    const rules = shippedFiles('https://docs.example.org/operate/read-the-signs').get('alerts/ringside.rules.yml');
    expect(rules).toContain('runbook_url: https://docs.example.org/operate/read-the-signs#a-node-is-killed');
  });
});
