import { describe, expect, it } from 'vitest';
import { neededBelow } from './lock.mjs';

const link = (resolved) => ({ resolved, link: true });

describe('neededBelow()', () => {
  it('follows dependencies, development of workspaces alone, optional ones and peers, each to the copy that Node finds', () => {
    const locked = {
      '': { workspaces: ['packages/*', 'site'], devDependencies: { linter: '1' } },
      'packages/a': { dependencies: { '@r/b': '1', left: '1' }, devDependencies: { compiler: '1' } },
      'packages/a/node_modules/left': { dependencies: { deep: '1' }, devDependencies: { unseen: '1' } },
      'packages/b': { peerDependencies: { runner: '1' }, peerDependenciesMeta: { runner: { optional: true } } },
      site: { dependencies: { heavy: '1' } },
      'node_modules/@r/b': link('packages/b'),
      'node_modules/@r/a': link('packages/a'),
      'node_modules/left': {},
      'node_modules/deep': { optionalDependencies: { native: '1' } },
      'node_modules/native': { optional: true },
      'node_modules/compiler': { dependencies: { left: '1' } },
      'node_modules/runner': {},
      'node_modules/unseen': {},
      'node_modules/heavy': {},
      'node_modules/linter': {},
    };
    expect([...neededBelow(locked, 'packages')].toSorted()).toEqual([
      'node_modules/@r/b',
      'node_modules/compiler',
      'node_modules/deep',
      'node_modules/left',
      'node_modules/native',
      'node_modules/runner',
      'packages/a/node_modules/left',
    ]);
  });

  it('goes round a circle once, and passes over what is not locked', () => {
    const locked = {
      'packages/a': { dependencies: { one: '1', gone: '1' } },
      'node_modules/one': { dependencies: { two: '1' } },
      'node_modules/two': { dependencies: { one: '1' } },
    };
    expect([...neededBelow(locked, 'packages')].toSorted()).toEqual(['node_modules/one', 'node_modules/two']);
  });
});
