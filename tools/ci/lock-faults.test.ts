import { describe, expect, it } from 'vitest';
import { lockFaults } from './lock-faults.ts';

describe('lockFaults()', () => {
  it('accepts hashed packages, workspaces and links', () => {
    const packages = {
      '': {},
      'packages/core': { version: '0.1.0' },
      'node_modules/@ringside/core': { resolved: 'packages/core', link: true },
      'node_modules/nx': { version: '1.0.0', integrity: 'sha512-x' },
    };
    expect(lockFaults(packages)).toEqual([]);
  });

  it('finds a planted download address and a planted missing hash', () => {
    const packages = {
      'node_modules/a': { resolved: 'https://example.org/a.tgz', integrity: 'sha512-x' },
      'node_modules/b': { version: '1.0.0' },
    };
    expect(lockFaults(packages)).toEqual(['node_modules/a names a download address', 'node_modules/b has no hash']);
  });
});
