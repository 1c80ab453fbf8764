import { describe, expect, it } from 'vitest';
import { watchOf } from './watchers.ts';

const packages = ['cli', 'ring'];

describe('watchOf()', () => {
  it('watches tests and types of a package, however it is named', () => {
    for (const name of ['ring', '@ringside/ring', 'packages/ring']) {
      expect(watchOf(name, packages)).toMatchObject({
        folder: 'packages/ring',
        watchers: [{ command: ['vitest', 'watch'] }, { label: 'types' }],
      });
    }
  });

  it('serves the site, and watches the tests of the tools', () => {
    expect(watchOf('docs-site', packages)).toMatchObject({
      folder: 'docs-site',
      watchers: [{ command: expect.arrayContaining(['start']) }],
    });
    expect(watchOf('tools', packages)).toMatchObject({ folder: 'tools' });
  });

  it('names the nearest project for one that is not there', () => {
    expect(watchOf('rign', packages)).toBe('No project is called rign. Did you mean ring? There are: cli, ring, docs-site, tools.');
  });
});
