import { describe, expect, it } from 'vitest';
import { belongsTo } from './changelog-renderer.mjs';

const ring = '@ringside/ring';

describe('belongsTo()', () => {
  it('gives a change to the packages that its scope names, whatever files it touched', () => {
    expect(belongsTo({ scope: 'ring', affectedProjects: '*' }, ring)).toBe(true);
    expect(belongsTo({ scope: 'cli, ring', affectedProjects: [] }, ring)).toBe(true);
    expect(belongsTo({ scope: 'cli', affectedProjects: [ring] }, ring)).toBe(false);
  });

  it('gives a change without a scope to the packages whose files it changed', () => {
    expect(belongsTo({ scope: '', affectedProjects: [ring] }, ring)).toBe(true);
    expect(belongsTo({ scope: '', affectedProjects: ['@ringside/cli'] }, ring)).toBe(false);
  });

  it('gives a change of the workspace, such as the lock file, to no package', () => {
    expect(belongsTo({ scope: '', affectedProjects: '*' }, ring)).toBe(false);
  });
});
